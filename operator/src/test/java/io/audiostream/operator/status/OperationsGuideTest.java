package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OperationsGuideTest {

    @Test
    void theGuideHasAnEntryForEachReasonAndNoOther() throws IOException {
        var guide = Files.readString(Path.of("../docs/operations.md"));

        var entries = Pattern.compile("^### `([A-Za-z]+)`$", Pattern.MULTILINE)
                .matcher(guide)
                .results()
                .map(entry -> entry.group(1))
                .toList();

        assertThat(entries).containsExactlyInAnyOrderElementsOf(Reasons.ALL);
    }
}
