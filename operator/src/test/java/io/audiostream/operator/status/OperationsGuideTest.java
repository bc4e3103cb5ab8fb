package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OperationsGuideTest {

    private static final Path GUIDE = Path.of("../docs/operations.md");

    /** The sources of the programs whose messages the guide quotes. */
    private static final List<String> SOURCES =
            List.of("src/main/java", "../transcriber/src/main/java", "../dev/ffmpeg.d");

    @Test
    void hasOneEntryForEachReason() throws IOException {
        // given
        var guide = Files.readString(GUIDE);

        // when
        var entries = Pattern.compile("^### `([A-Za-z]+)`$", Pattern.MULTILINE)
                .matcher(guide)
                .results()
                .map(entry -> entry.group(1))
                .toList();

        // then
        assertThat(entries)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Reason.values()).map(Reason::text).toList());
    }

    /** Each part of a quoted message, between its ellipses, is in the sources of the programs. */
    @Test
    void quotesMessagesOfThePrograms() throws IOException {
        // given
        var guide = Files.readString(GUIDE);
        var sources = new StringBuilder();
        for (var root : SOURCES) {
            try (var files = Files.walk(Path.of(root))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    // Joins the literals of a concatenation.
                    sources.append(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
                }
            }
        }

        // when
        var parts = Pattern.compile("^\\| (`.*?) \\| ", Pattern.MULTILINE)
                .matcher(guide)
                .results()
                .flatMap(row ->
                        Pattern.compile("`([^`]+)`").matcher(row.group(1)).results())
                .flatMap(quote -> Arrays.stream(quote.group(1).split("…")))
                .map(String::strip)
                .filter(part -> part.matches(".*[a-z]{3}.*"))
                .toList();

        // then
        assertThat(parts)
                .hasSizeGreaterThan(10)
                .allSatisfy(part -> assertThat(sources.toString()).contains(part));
    }
}
