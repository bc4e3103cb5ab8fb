package io.audiostream.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.GoldenFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModelCrdFileTest {

    @Test
    void equalsCommittedFile() {
        // when / then
        GoldenFile.at(Path.of("../deploy/crd/transcriptionmodels.audiostream.io-v1.yml"))
                .assertEquals(GeneratedModelCrd.yaml());
    }

    @Test
    void describesEveryField() {
        // when
        var descriptions = Descriptions.of(GeneratedModelCrd.definition()
                .getSpec()
                .getVersions()
                .getFirst()
                .getSchema()
                .getOpenAPIV3Schema());

        // then
        assertThat(descriptions)
                .hasSizeGreaterThan(30)
                .allSatisfy((path, description) -> assertThat(description)
                        .as("description of %s", path)
                        .isNotBlank()
                        .endsWith("."));
    }

    @Test
    void equalsCommittedReference() {
        // when / then
        GoldenFile.at(Path.of("../docs/transcription-model.md")).assertEquals(CrdReference.ofModels());
    }
}
