package io.audiostream.operator.reconciler;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads objects of the API server without what the operator does not use, so that the informer caches stay small. It
 * leaves objects that come from elsewhere, which have no uid, as they are: the client copies what it applies.
 *
 * <p>The reduction is part of the deserialization, because an item store of an informer would be shared by the
 * informers of all namespaces, each of which removes the objects of the others.
 */
final class ReducedObjects extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1;

    private final transient Map<Class<?>, Consumer<HasMetadata>> reductions;

    /** @param reductions how to reduce objects of a class, in place */
    ReducedObjects(Map<Class<?>, Consumer<HasMetadata>> reductions) {
        this.reductions = Map.copyOf(reductions);
    }

    @Override
    public JsonDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription description, JsonDeserializer<?> deserializer) {
        var reduction = reductions.get(description.getBeanClass());
        return reduction == null ? deserializer : new Reducing(deserializer, reduction);
    }

    private static final class Reducing extends DelegatingDeserializer {
        private static final long serialVersionUID = 1;

        private final transient Consumer<HasMetadata> reduction;

        Reducing(JsonDeserializer<?> delegate, Consumer<HasMetadata> reduction) {
            super(delegate);
            this.reduction = reduction;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new Reducing(delegate, reduction);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            var object = super.deserialize(parser, context);
            if (object instanceof HasMetadata read && isFromServer(read)) {
                reduction.accept(read);
            }
            return object;
        }

        private static boolean isFromServer(HasMetadata object) {
            return object.getMetadata() != null && object.getMetadata().getUid() != null;
        }
    }
}
