package io.audiostream.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.GoldenFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CrdReferenceTest {

    @Test
    void equalsCommittedFile() {
        // when / then
        GoldenFile.at(Path.of("../docs/crd.md")).assertEquals(CrdReference.markdown());
    }

    @Test
    void hasRowForEverySpecField() {
        // when / then
        assertThat(CrdReference.markdown())
                .contains("| `permitWithoutCalls` | boolean | `true` |")
                .contains("| `slots` | integer, 1 to 256 | `4` |")
                .contains("| `claimName` (required) | string |")
                .contains("`base-q8_0`, `base.en`");
    }
}
