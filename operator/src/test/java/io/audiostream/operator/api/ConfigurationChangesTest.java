package io.audiostream.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.GoldenFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationChangesTest {

    @Test
    void equalsCommittedFile() {
        // when / then
        GoldenFile.at(Path.of("../docs/configuration-changes.md")).assertEquals(ConfigurationChanges.markdown());
    }

    @Test
    void explainsEveryEffect() {
        // when / then
        assertThat(ConfigurationChanges.explainsEveryEffect()).isTrue();
    }
}
