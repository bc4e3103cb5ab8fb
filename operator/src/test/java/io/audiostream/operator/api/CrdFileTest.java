package io.audiostream.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.GoldenFile;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CrdFileTest {
    private static final Path FILE = Path.of("../deploy/crd/transcriptionservices.audiostream.io-v1.yml");

    @Test
    void equalsCommittedFile() {
        // when
        var generated = GeneratedCrd.yaml();

        // then
        GoldenFile.at(FILE).assertEquals(generated);
    }

    @Test
    void describesEveryField() {
        // when
        var descriptions = descriptions();

        // then
        assertThat(descriptions)
                .hasSizeGreaterThan(30)
                .allSatisfy((path, description) -> assertThat(description)
                        .as("description of %s", path)
                        .isNotBlank()
                        .endsWith("."));
    }

    @Test
    void describesEffectOfChangeOfEverySpecField() {
        // when
        var leaves = new TreeMap<>(descriptions());
        leaves.keySet().retainAll(ChangeEffects.ofLeaves().keySet());

        // then
        assertThat(leaves)
                .hasSameSizeAs(ChangeEffects.ofLeaves())
                .allSatisfy((path, description) -> assertThat(description)
                        .as("description of %s", path)
                        .endsWith(" " + ChangeEffects.ofLeaves().get(path).sentence()));
    }

    /** {@code kubectl explain} shows descriptions, and no defaults. */
    @Test
    void describesEveryDefault() {
        // when
        var defaults = new TreeMap<String, JSONSchemaProps>();
        collectDefaults("spec", spec(), defaults);

        // then
        assertThat(defaults)
                .hasSizeGreaterThan(15)
                .allSatisfy((path, schema) -> assertThat(schema.getDescription())
                        .as("description of %s", path)
                        .containsIgnoringCase("default")
                        .contains(
                                schema.getDefault().isBoolean()
                                        ? ""
                                        : schema.getDefault().asText()));
    }

    private static void collectDefaults(String path, JSONSchemaProps schema, Map<String, JSONSchemaProps> defaults) {
        schema.getProperties().forEach((name, property) -> {
            if (property.getDefault() != null && property.getDefault().isValueNode()) {
                defaults.put(path + "." + name, property);
            }
            if (property.getProperties() != null) {
                collectDefaults(path + "." + name, property, defaults);
            }
        });
    }

    @Test
    void listsEveryPresetInEnum() {
        // when
        var names =
                spec().getProperties().get("model").getProperties().get("name").getEnum();

        // then
        assertThat(names.stream().map(node -> node.asText()))
                .containsExactlyElementsOf(Arrays.stream(ModelPreset.values())
                        .map(ModelPreset::presetName)
                        .toList());
    }

    private static JSONSchemaProps spec() {
        return root().getProperties().get("spec");
    }

    private static JSONSchemaProps root() {
        return GeneratedCrd.definition()
                .getSpec()
                .getVersions()
                .getFirst()
                .getSchema()
                .getOpenAPIV3Schema();
    }

    private static Map<String, String> descriptions() {
        return Descriptions.of(root());
    }
}
