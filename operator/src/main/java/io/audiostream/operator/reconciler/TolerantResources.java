package io.audiostream.operator.reconciler;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TreeTraversingParser;
import io.audiostream.operator.model.UnreadableSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads resources that a newer version of the operator has stored, with values of types that this version does not
 * expect. Otherwise one such resource would fail the list of its kind, and with it the informer of all resources.
 *
 * <p>A resource with an unreadable spec is read without its spec and with a mark ({@link UnreadableSpec}), so that the
 * operator leaves its objects as they are: with a part of the spec it would apply a wrong one. An unreadable field of
 * the status is left out and logged, and the operator computes it again.
 */
final class TolerantResources extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1;
    private static final Logger log = LoggerFactory.getLogger(TolerantResources.class);
    private static final String SPEC = "spec";
    private static final String STATUS = "status";

    private final transient Set<Class<? extends HasMetadata>> kinds;

    /** @param kinds classes of the resources */
    TolerantResources(Set<Class<? extends HasMetadata>> kinds) {
        this.kinds = Set.copyOf(kinds);
    }

    @Override
    public JsonDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription description, JsonDeserializer<?> deserializer) {
        return kinds.contains(description.getBeanClass()) ? new Tolerant(deserializer) : deserializer;
    }

    private static final class Tolerant extends DelegatingDeserializer {
        private static final long serialVersionUID = 1;

        Tolerant(JsonDeserializer<?> delegate) {
            super(delegate);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new Tolerant(delegate);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            var tree = context.readTree(parser);
            Optional<UnreadableField> inSpec = Optional.empty();
            while (true) {
                try {
                    var object = read(tree, parser, context);
                    mark(object, inSpec);
                    return object;
                } catch (JsonMappingException e) {
                    var unreadable = UnreadableField.of(e, tree);
                    if (!leaveOut(unreadable, tree)) {
                        throw e;
                    }
                    inSpec = inSpec.or(() -> Optional.of(unreadable).filter(field -> field.isIn(SPEC)));
                }
            }
        }

        private Object read(JsonNode tree, JsonParser parser, DeserializationContext context) throws IOException {
            try (var again = new TreeTraversingParser(tree, parser.getCodec())) {
                again.nextToken();
                return super.deserialize(again, context);
            }
        }

        private static void mark(Object object, Optional<UnreadableField> inSpec) {
            if (object instanceof CustomResource<?, ?> resource && resource.getMetadata() != null) {
                inSpec.ifPresent(field -> UnreadableSpec.mark(resource, field.name(), field.problem()));
                if (resource.getSpec() != null) {
                    UnreadableSpec.clear(resource);
                }
            }
        }

        /**
         * Leaves out the whole spec, or one field of the status: the others are of use, above all the operator that
         * looks after the resource. Returns whether there was anything to leave out.
         */
        private static boolean leaveOut(UnreadableField unreadable, JsonNode tree) {
            if (!(tree instanceof ObjectNode resource)) {
                return false;
            }
            if (unreadable.isIn(STATUS)) {
                log.warn(
                        "{} {}/{}: {} {}. The operator computes it again",
                        tree.path("kind").asText(),
                        tree.path("metadata").path("namespace").asText(),
                        tree.path("metadata").path("name").asText(),
                        unreadable.name(),
                        unreadable.problem());
                return resource.path(STATUS) instanceof ObjectNode status
                                && unreadable.path().size() > 1
                        ? status.remove(unreadable.path().get(1)) != null
                        : resource.remove(STATUS) != null;
            }
            return unreadable.isIn(SPEC) && resource.remove(SPEC) != null;
        }
    }
}
