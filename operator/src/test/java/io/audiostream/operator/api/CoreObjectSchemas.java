package io.audiostream.operator.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsOrArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the schemas of fields that hold objects of core/v1; see {@link CoreObject}. */
final class CoreObjectSchemas {
    /** Bound of the texts that rules read: the API server estimates the cost of a rule by it. */
    private static final long MAX_TEXT_LENGTH = 512;

    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "name", "Name.",
            "image", "Image of the container.",
            "mountPath", "Absolute path at which the container sees the volume.",
            "topologyKey", "Label of nodes: those with the same value belong together.",
            "whenUnsatisfiable", "DoNotSchedule: the pod waits. ScheduleAnyway: it runs where there is room.");

    private CoreObjectSchemas() {}

    static void write(JSONSchemaProps schema, Class<?> spec) {
        for (var component : spec.getRecordComponents()) {
            var property = schema.getProperties().get(component.getName());
            var coreObject = component.getAnnotation(CoreObject.class);
            if (coreObject != null) {
                write(property, coreObject, component.getType() == List.class);
            } else if (component.getType().isRecord()) {
                write(property, component.getType());
            }
        }
    }

    private static void write(JSONSchemaProps property, CoreObject coreObject, boolean isList) {
        if (!isList) {
            property.setType("object");
            property.setAdditionalProperties(null);
            property.setXKubernetesPreserveUnknownFields(true);
            return;
        }
        property.setItems(new JSONSchemaPropsOrArray(null, element(coreObject)));
        if (coreObject.keys().length > 0) {
            property.setXKubernetesListType("map");
            property.setXKubernetesListMapKeys(List.of(coreObject.keys()));
        }
    }

    private static JSONSchemaProps element(CoreObject coreObject) {
        var element = new JSONSchemaProps();
        element.setType("object");
        element.setXKubernetesPreserveUnknownFields(true);
        var properties = new LinkedHashMap<String, JSONSchemaProps>();
        for (var field : coreObject.required()) {
            var text = new JSONSchemaProps();
            text.setType("string");
            text.setMinLength(1L);
            text.setMaxLength(MAX_TEXT_LENGTH);
            text.setDescription(DESCRIPTIONS.get(field));
            properties.put(field, text);
        }
        element.setProperties(properties);
        element.setRequired(List.of(coreObject.required()));
        return element;
    }
}
