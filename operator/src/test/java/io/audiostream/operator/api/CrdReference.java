package io.audiostream.operator.api;

import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The reference of the custom resource in Markdown: for each object of the schema a table of fields, then the rules.
 */
final class CrdReference {
    private static final String HEAD = """
            # TranscriptionService

            <!-- Generated from the CRD's schema. To regenerate it:
                 dev/regenerate -->

            `audiostream.io/v1alpha1`, namespaced, short name `tsvc`. `kubectl explain tsvc.spec` shows the same.

            %s

            The smallest resource, [`deploy/examples/minimal.yaml`](../deploy/examples/minimal.yaml), for
            `kubectl apply -f`; [`full.yaml`](../deploy/examples/full.yaml) sets the other fields:

            ```yaml
            %s```
            """;

    private static final String HEAD_OF_MODELS = """
            # TranscriptionModel

            <!-- Generated from the CRD's schema. To regenerate it:
                 dev/regenerate -->

            `audiostream.io/v1alpha1`, namespaced, short name `tmodel`. `kubectl explain tmodel.spec` shows the same.

            %s
            """;

    /** What one element of a list of objects is, by the name of the list. */
    private static final Map<String, String> ITEMS =
            Map.of("conditions", "One condition.", "resources", "One container of the pods.");

    private final StringBuilder text = new StringBuilder();

    static String ofModels() {
        var root = GeneratedModelCrd.definition()
                .getSpec()
                .getVersions()
                .getFirst()
                .getSchema()
                .getOpenAPIV3Schema();
        var reference = new CrdReference();
        reference.text.append(HEAD_OF_MODELS.formatted(root.getDescription()));
        root.getXKubernetesValidations().forEach(rule -> reference.text.append("\n%s.\n".formatted(rule.getMessage())));
        reference.object("spec", root.getProperties().get("spec"));
        reference.object("status", root.getProperties().get("status"));
        return reference.text.toString();
    }

    static String markdown() {
        var root = GeneratedCrd.definition()
                .getSpec()
                .getVersions()
                .getFirst()
                .getSchema()
                .getOpenAPIV3Schema();
        var reference = new CrdReference();
        reference.text.append(HEAD.formatted(root.getDescription(), withoutComments()));
        root.getXKubernetesValidations().forEach(rule -> reference.text.append("\n%s.\n".formatted(rule.getMessage())));
        reference.object("spec", root.getProperties().get("spec"));
        reference.object("status", root.getProperties().get("status"));
        return reference.text.toString();
    }

    private static String withoutComments() {
        return ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("minimal.yaml"))
                .lines()
                .filter(line -> !line.strip().startsWith("#"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private void object(String path, JSONSchemaProps schema) {
        text.append("\n## `").append(path).append("`\n\n");
        text.append(schema.getDescription())
                .append("\n\n| Field | Type | Default | Description |\n| --- | --- | --- | --- |\n");
        var fields = sorted(schema);
        fields.forEach(field -> text.append("| `%s`%s | %s | %s | %s |\n"
                .formatted(
                        field.getKey(),
                        isRequired(schema, field.getKey()) ? " (required)" : "",
                        type(path + "." + field.getKey(), field.getValue()),
                        defaultOf(field.getValue()),
                        field.getValue().getDescription().replace("|", "\\|"))));
        rejections(path, schema);
        fields.forEach(field -> {
            var below = path + "." + field.getKey();
            if (field.getValue().getProperties() != null
                    && !field.getValue().getProperties().isEmpty()) {
                object(below, field.getValue());
            } else if (itemsOf(field.getValue()) != null && hasFields(itemsOf(field.getValue()))) {
                var items = itemsOf(field.getValue());
                items.setDescription(ITEMS.get(field.getKey()));
                object(below + "[]", items);
            }
        });
    }

    /** Lists the messages with which the API server rejects an invalid value. */
    private void rejections(String path, JSONSchemaProps schema) {
        var ofFields = sorted(schema).stream()
                .filter(field -> field.getValue().getProperties() == null
                        || field.getValue().getProperties().isEmpty())
                .flatMap(field -> field.getValue().getXKubernetesValidations().stream()
                        .map(rule -> "`%s.%s`: %s".formatted(path, field.getKey(), rule.getMessage())));
        var ofObject = schema.getXKubernetesValidations().stream()
                .map(rule -> "`%s%s`: %s"
                        .formatted(path, Objects.requireNonNullElse(rule.getFieldPath(), ""), rule.getMessage()));
        var all = Stream.concat(ofObject, ofFields).toList();
        if (!all.isEmpty()) {
            text.append("\nThe API server rejects an invalid value with one of these messages:\n\n");
            all.forEach(rule -> text.append("- ").append(rule).append('\n'));
        }
    }

    private static List<Map.Entry<String, JSONSchemaProps>> sorted(JSONSchemaProps schema) {
        return schema.getProperties().entrySet().stream()
                .sorted(Comparator.comparing(field -> field.getKey()))
                .toList();
    }

    private static boolean isRequired(JSONSchemaProps schema, String field) {
        return schema.getRequired() != null && schema.getRequired().contains(field);
    }

    private static String type(String path, JSONSchemaProps schema) {
        if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
            return GeneratedCrd.isDuration(schema)
                    ? "duration"
                    : GeneratedCrd.isNumberOfPods(schema) ? "number or percentage" : "quantity";
        }
        if (schema.getProperties() != null && !schema.getProperties().isEmpty()) {
            return "[object](#%s)".formatted(path.toLowerCase(Locale.ROOT).replace(".", ""));
        }
        if (itemsOf(schema) != null) {
            if (isCoreObject(itemsOf(schema))) {
                return "list of objects of core/v1";
            }
            return hasFields(itemsOf(schema))
                    ? "list of objects"
                    : "list of %ss".formatted(itemsOf(schema).getType());
        }
        if (isCoreObject(schema)) {
            return "object of core/v1";
        }
        if (schema.getAdditionalProperties() != null) {
            return "string".equals(schema.getAdditionalProperties().getSchema().getType())
                    ? "map of strings"
                    : "map of quantities";
        }
        if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
            return schema.getEnum().stream()
                    .map(value -> "`" + value.asText() + "`")
                    .collect(Collectors.joining(", "));
        }
        return schema.getMinimum() == null
                ? schema.getType()
                : "%s, %.0f to %.0f".formatted(schema.getType(), schema.getMinimum(), schema.getMaximum());
    }

    private static String defaultOf(JSONSchemaProps schema) {
        var value = schema.getDefault();
        return value == null || value.isObject() ? "" : "`" + value.asText() + "`";
    }

    private static boolean isCoreObject(JSONSchemaProps schema) {
        return Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields());
    }

    /** Whether the elements of a list have fields of their own to describe; those of core/v1 do not count. */
    private static boolean hasFields(JSONSchemaProps items) {
        return !isCoreObject(items)
                && items.getProperties() != null
                && !items.getProperties().isEmpty();
    }

    private static JSONSchemaProps itemsOf(JSONSchemaProps schema) {
        return schema.getItems() == null ? null : schema.getItems().getSchema();
    }
}
