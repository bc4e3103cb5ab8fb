package io.audiostream.operator.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Map;
import java.util.TreeMap;

/** The descriptions that {@code kubectl explain} shows. */
final class Descriptions {
    private Descriptions() {}

    /** Returns the description of every field below a schema, by its path; {@code "null"} for a field without one. */
    static Map<String, String> of(JSONSchemaProps schema) {
        var found = new TreeMap<String, String>();
        collect("", schema, found);
        return found;
    }

    private static void collect(String path, JSONSchemaProps schema, Map<String, String> found) {
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((name, property) -> {
                var below = path.isEmpty() ? name : path + "." + name;
                found.put(below, String.valueOf(property.getDescription()));
                collect(below, property, found);
            });
        }
        if (schema.getItems() != null) {
            collect(path, schema.getItems().getSchema(), found);
        }
        if (schema.getAdditionalProperties() != null) {
            collect(path, schema.getAdditionalProperties().getSchema(), found);
        }
    }
}
