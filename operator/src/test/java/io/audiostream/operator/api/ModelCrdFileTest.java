package io.audiostream.operator.api;

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
    void equalsCommittedReference() {
        // when / then
        GoldenFile.at(Path.of("../docs/transcription-model.md")).assertEquals(CrdReference.ofModels());
    }
}
