package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The completion of the command line, in shells on a pseudo terminal into which the test types. */
class CompletionIT {

    private static final Path TYPIST = TestPaths.ROOT.resolve("systemtest/src/test/resources/completion/complete.py");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "bash | audiostream tr | transcribe",
                "zsh | audiostream tr | transcribe",
                "bash | audiostream transcribe --output-f | --output-format",
                "zsh | audiostream transcribe --output-f | --output-format",
                "bash | audiostream transcribe --no-f | --no-fast",
                "zsh | audiostream transcribe --no-f | --no-fast",
                "bash | audiostream transcribe --output-format jsonl --encoding mu | mulaw",
                "zsh | audiostream transcribe --output-format jsonl --encoding mu | mulaw",
                "bash | audiostream probe --output=j | json",
                "bash | audiostream completion z | zsh",
                "zsh | audiostream completion z | zsh"
            })
    void completesCommandsOptionsAndChoices(String shell, String line, String expected) throws IOException {
        // when / then
        complete(shell, line, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completesFilesWithSpaces(String shell) throws IOException {
        // given
        Files.createFile(folder.resolve("interview one.wav"));

        // when / then
        complete(shell, "audiostream transcribe --fast " + folder + "/int", "interview\\ one.wav");
        complete(shell, "audiostream transcribe --api-key-file " + folder + "/int", "interview\\ one.wav");
    }

    @Test
    void completesAnAliasInZsh() throws IOException {
        // given
        Path script = script("zsh");
        Files.writeString(script, Files.readString(script) + "alias audiostream='java -jar audiostream.jar'\n");

        // when / then
        type("zsh", script, "audiostream tr", "transcribe");
    }

    private void complete(String shell, String line, String expected) throws IOException {
        type(shell, script(shell), line, expected);
    }

    private Path script(String shell) throws IOException {
        try (RunningProgram program =
                RunningProgram.start(TestPaths.java(), "-jar", TestPaths.commandLineJar(), "completion", shell)) {
            assertThat(program.awaitExit()).as(program::stderr).isZero();
            return Files.writeString(folder.resolve("completion." + shell), program.stdout() + "\n");
        }
    }

    /** Types a line and Tab into a shell without the user's settings, and waits for the text on the terminal. */
    private void type(String shell, Path script, String line, String expected) {
        List<Object> arguments = new ArrayList<>(List.of(
                // zsh keeps an index of its completions in this folder.
                "ZDOTDIR=" + folder, "python3", TYPIST, script, line, expected));
        arguments.addAll(
                shell.equals("zsh")
                        ? List.of(TestPaths.zsh(), "-f", "-i")
                        : List.of(shell, "--norc", "--noprofile", "-i"));
        try (RunningProgram typist = RunningProgram.start(Path.of("env"), arguments.toArray())) {
            assertThat(typist.awaitExit()).as(typist::stderr).isZero();
        }
    }
}
