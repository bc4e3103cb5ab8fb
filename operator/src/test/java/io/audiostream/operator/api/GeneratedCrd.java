package io.audiostream.operator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Generates the CRD from the records. It adds what the generator cannot express: the order of the columns, the keys of
 * lists, formats, bounds of quantities, and that {@code spec} is required.
 */
final class GeneratedCrd {
    static final String HEADER = """
            # Generated from the records in operator/src/main/java/io/audiostream/operator/api: change them, then run
            #   dev/regenerate
            """;
    private static final List<String> COLUMNS =
            List.of("Ready", "Capacity", "Streams", "Model", "Endpoint", "Age", "Replicas", "Reason", "Problem");

    private static final long MAX_QUANTITY_LENGTH = 32;

    private GeneratedCrd() {}

    static String yaml() {
        return HEADER + Serialization.asYaml(definition()).replaceFirst("^---\n", "");
    }

    static CustomResourceDefinition definition() {
        var crd = generate(TranscriptionService.class);
        crd.getSpec().getVersions().forEach(GeneratedCrd::complete);
        return crd;
    }

    static CustomResourceDefinition generate(Class<? extends CustomResource<?, ?>> resource) {
        var generated = new AtomicReference<CustomResourceDefinition>();
        new CRDGenerator()
                .customResourceClasses(resource)
                .forCRDVersions("v1")
                .withOutput(new DiscardingCrdOutput())
                .withPostProcessor(new CRDPostProcessor() {
                    @Override
                    public HasMetadata process(HasMetadata crd, String version) {
                        generated.set((CustomResourceDefinition) crd);
                        return crd;
                    }
                })
                .generate();
        return Objects.requireNonNull(generated.get(), "the generator produced no CRD");
    }

    private static void complete(CustomResourceDefinitionVersion version) {
        sortColumns(version, COLUMNS);
        var root = version.getSchema().getOpenAPIV3Schema();
        root.setDescription("A speech-to-text endpoint: one Whisper model behind Envoy, on a number of pods. Each field"
                + " states the effect of a change. Live: no pod is replaced, and running streams are not affected. Drain:"
                + " Envoy's listener changes. Restart: a container changes. Both replace the pods, one after the other; a"
                + " replaced pod lets its streams end within drainTimeout.");
        root.setRequired(List.of("spec"));
        root.getProperties().get("spec").setDescription("Desired state.");
        CoreObjectSchemas.write(root.getProperties().get("spec"), TranscriptionServiceSpec.class);
        ChangeEffects.describe(root.getProperties().get("spec"));
        var status = root.getProperties().get("status");
        status.setDescription("Observed state.");
        completeConditions(status);
        sortPresets(root);
        correct(root);
    }

    static void sortColumns(CustomResourceDefinitionVersion version, List<String> order) {
        version.getAdditionalPrinterColumns()
                .sort(Comparator.comparingInt((CustomResourceColumnDefinition c) -> order.indexOf(c.getName())));
        version.getAdditionalPrinterColumns().stream()
                .filter(column -> column.getPriority() == 0)
                .forEach(column -> column.setPriority(null));
    }

    static void completeConditions(JSONSchemaProps status) {
        var conditions = status.getProperties().get("conditions");
        conditions.setXKubernetesListType("map");
        conditions.setXKubernetesListMapKeys(List.of("type"));
        var condition = conditions.getItems().getSchema().getProperties();
        condition.get("lastTransitionTime").setFormat("date-time");
        condition
                .get("status")
                .setEnum(Stream.<JsonNode>of(
                                TextNode.valueOf("True"), TextNode.valueOf("False"), TextNode.valueOf("Unknown"))
                        .toList());
    }

    /** Sorts the presets from the smallest to the largest; the generator sorts them alphabetically. */
    static void sortPresets(JSONSchemaProps root) {
        var name = root.getProperties()
                .get("spec")
                .getProperties()
                .get("model")
                .getProperties()
                .get("name");
        var order =
                Arrays.stream(ModelPreset.values()).map(ModelPreset::presetName).toList();
        name.getEnum().sort(Comparator.comparingInt(node -> order.indexOf(node.asText())));
    }

    /**
     * Removes duplicates, accepts numbers as durations, which their rules refuse, and bounds quantities. An annotation
     * of a record component is on its field and on its accessor, and the generator reads both. Without a maximum length
     * the API server rejects rules over quantities as too expensive.
     */
    static void correct(JSONSchemaProps schema) {
        schema.setXKubernetesValidations(new ArrayList<>(new LinkedHashSet<>(schema.getXKubernetesValidations())));
        if (isDuration(schema)) {
            schema.setType(null);
            schema.setXKubernetesIntOrString(true);
            schema.setAnyOf(List.of(ofType("integer"), ofType("string")));
        } else if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
            schema.setMaxLength(MAX_QUANTITY_LENGTH);
        }
        Map<String, JSONSchemaProps> properties = schema.getProperties();
        if (properties != null) {
            properties.values().forEach(GeneratedCrd::correct);
        }
        if (schema.getAdditionalProperties() != null) {
            correct(schema.getAdditionalProperties().getSchema());
        }
        if (schema.getItems() != null) {
            correct(schema.getItems().getSchema());
        }
    }

    /** Whether a rule of the schema requires a duration. */
    static boolean isDuration(JSONSchemaProps schema) {
        return schema.getXKubernetesValidations().stream()
                .anyMatch(rule -> rule.getRule().startsWith(CelRules.IS_DURATION));
    }

    /** Whether a rule of the schema requires a number of pods, or a percentage of them. */
    static boolean isNumberOfPods(JSONSchemaProps schema) {
        return schema.getXKubernetesValidations().stream()
                .anyMatch(rule -> rule.getRule().contains(Patterns.PERCENTAGE));
    }

    private static JSONSchemaProps ofType(String type) {
        var schema = new JSONSchemaProps();
        schema.setType(type);
        return schema;
    }
}
