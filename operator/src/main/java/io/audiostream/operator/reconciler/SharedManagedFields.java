package io.audiostream.operator.reconciler;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.fabric8.kubernetes.api.model.FieldsV1;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads {@code managedFields} so that equal parts are one instance. They fill most of the informer caches, the operator
 * needs them to find drift, and they are nearly the same in all objects of a kind. Thread-safe.
 */
final class SharedManagedFields extends StdDeserializer<FieldsV1> {
    private static final long serialVersionUID = 1;

    /** Bound of the memory of parts that occur once, such as those with a uid. */
    private static final int MAX_PARTS = 20_000;

    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    private final transient Map<Map<String, Object>, Map<String, Object>> parts = new ConcurrentHashMap<>();

    SharedManagedFields() {
        super(FieldsV1.class);
    }

    @Override
    public FieldsV1 deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        var fields = new FieldsV1();
        fields.setAdditionalProperties(shared(parser.getCodec().readValue(parser, TREE)));
        return fields;
    }

    private Map<String, Object> shared(Map<?, ?> tree) {
        var part = new HashMap<String, Object>();
        tree.forEach((name, value) -> part.put(
                String.valueOf(name), value instanceof Map<?, ?> children ? shared(children) : String.valueOf(value)));
        if (parts.size() >= MAX_PARTS) {
            parts.clear();
        }
        var copy = Map.copyOf(part);
        var existing = parts.putIfAbsent(copy, copy);
        return existing == null ? copy : existing;
    }
}
