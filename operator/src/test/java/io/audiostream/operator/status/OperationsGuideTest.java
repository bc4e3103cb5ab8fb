package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OperationsGuideTest {

    /** The operating system's words, not ours. */
    private static final Set<String> OF_OTHERS = Set.of();

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

    /** What the guide's tables quote is what the programs say: each piece between its ellipses is in their sources. */
    @Test
    void whatItQuotesIsSaid() throws IOException {
        var guide = Files.readString(Path.of("../docs/operations.md"));
        var said = new StringBuilder();
        for (var root : List.of("src/main/java", "../transcriber/src/main/java")) {
            try (var files = Files.walk(Path.of(root))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    // A sentence may go on in the next literal.
                    said.append(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
                }
            }
        }

        var pieces = Pattern.compile("^\\| (`.*?) \\| ", Pattern.MULTILINE)
                .matcher(guide)
                .results()
                .flatMap(row ->
                        Pattern.compile("`([^`]+)`").matcher(row.group(1)).results())
                .flatMap(quote -> Arrays.stream(quote.group(1).split("…")))
                .map(String::strip)
                .filter(piece -> piece.matches(".*[a-z]{3}.*"))
                .filter(piece -> !OF_OTHERS.contains(piece))
                .toList();

        assertThat(pieces)
                .hasSizeGreaterThan(10)
                .allSatisfy(piece -> assertThat(said.toString()).contains(piece));
    }
}
