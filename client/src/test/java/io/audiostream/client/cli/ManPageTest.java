package io.audiostream.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ManPageTest {

    private static final Path COMMITTED = Path.of("../docs/audiostream.1");

    @Test
    void isCommittedAsItIsPrinted() {
        // when / then
        assertThat(COMMITTED)
                .as("write it: java -jar client/target/audiostream-client-cli.jar man >docs/audiostream.1")
                .hasContent(run("man").out());
    }

    @Test
    void describesEveryCommandWithOptionsAndExitCodes() {
        // when / then
        assertThat(run("man").out().lines())
                .contains(
                        ".SS \"audiostream transcribe [OPTIONS] [FILE]\"",
                        ".SS \"audiostream listen [OPTIONS]\"",
                        "\\fB\\-\\-output\\-dir\\fR \\fIFOLDER\\fR",
                        "\\fB\\-\\-fast\\fR, \\fB\\-\\-no\\-fast\\fR",
                        "130",
                        ".B AUDIOSTREAM_ENDPOINT");
    }

    @Test
    void completesCommandsAndOptionsInBothShells() {
        // when / then
        assertThat(run("completion", "bash").out())
                .startsWith("_audiostream() {")
                .contains("transcribe", "--output-format", "complete -o default -F _audiostream audiostream");
        assertThat(run("completion", "zsh").out()).contains("compinit", "bashcompinit", "_audiostream() {");
        assertThat(run("completion", "fish").err()).contains("'fish' is not one of bash, zsh");
    }

    @Test
    void namesTheMicrophonesForUnknownOne() {
        // when
        CommandRun run = run("listen", "--device", "no such microphone");

        // then
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: ").contains("microphone").hasLineCount(1);
    }

    private static CommandRun run(String... arguments) {
        return CommandRun.run(OptionalInt.empty(), InputStream.nullInputStream(), arguments);
    }
}
