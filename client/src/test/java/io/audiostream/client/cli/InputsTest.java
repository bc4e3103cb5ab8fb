package io.audiostream.client.cli;

import static io.audiostream.client.Responses.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.client.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which audio the command sends, and where its text goes. */
@Timeout(120)
class InputsTest {

    @TempDir
    private Path folder;

    private final TestService service = TestService.answering(result("Hello."));

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void readsPipeWithoutDash() {
        // when
        CommandRun run = CommandRun.transcribeInput(service.endpoint(), new byte[] {1, 2});

        // then
        assertThat(run.out()).isEqualTo("Hello.\n");
        assertThat(service.chunks().get(0).getAudioData()).isEqualTo(ByteString.copyFrom(new byte[] {1, 2}));
    }

    @Test
    void refusesTerminalAsAudio() {
        // when
        CommandRun run = CommandRun.run(OptionalInt.empty(), CommandRun.TERMINAL, "transcribe");

        // then
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("error: no audio: name a file, or pipe audio to standard input");
    }

    @Test
    void transcribesSeveralFilesAndPatternsInOrder() throws Exception {
        // given
        String last = recording("z.wav");
        recording("b.wav");
        recording("a.wav");
        String pattern = folder.resolve("[ab].wav").toString();

        // when
        CommandRun run = CommandRun.transcribe(service.endpoint(), last, "--language", "en", pattern, last);

        // then
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .isEqualTo("==> %s/z.wav <==\nHello.\n\n==> %s/a.wav <==\nHello.\n\n==> %s/b.wav <==\nHello.\n"
                        .formatted(folder, folder, folder));
        assertThat(run.err()).isEqualTo("3 of 3 inputs are transcribed to their end\n");
        assertThat(run.ticker().sleeps()).isEmpty();
    }

    @Test
    void refusesPatternWithoutFile() {
        // when
        CommandRun run = CommandRun.transcribe(
                service.endpoint(), folder.resolve("*.wav").toString());

        // then
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("error: no file matches '" + folder + "/*.wav'\n");
    }

    @Test
    void tellsHowToNameTheFilesOfFolder() {
        // when
        CommandRun run = CommandRun.transcribe(service.endpoint(), folder.toString());

        // then
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("error: '%s' is a folder; name the files in it, for example '%s/*.wav'\n"
                        .formatted(folder, folder));
    }

    @Test
    void writesOneFileForEachInput() throws Exception {
        // given
        Path out = folder.resolve("out");

        // when
        CommandRun run = CommandRun.transcribe(
                service.endpoint(),
                recording("a.wav"),
                recording("b.c.wav"),
                "--output-dir",
                out.toString(),
                "--output-format",
                "vtt");

        // then
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(out.resolve("a.vtt")).content().isEqualTo("WEBVTT\n\n00:00:00.000 --> 00:00:00.001\nHello.\n\n");
        try (var files = Files.list(out)) {
            assertThat(files).containsExactlyInAnyOrder(out.resolve("a.vtt"), out.resolve("b.c.vtt"));
        }
        assertThat(service.chunks().get(0).getMetadata().getWordTimestamps()).isTrue();
    }

    @Test
    void overwritesFileOnlyWithForce() throws Exception {
        // given
        Path existing = Files.writeString(folder.resolve("a.txt"), "precious");
        String[] arguments = {recording("a.wav"), "--fast", "--output-dir", folder.toString()};

        // when
        CommandRun refused = CommandRun.transcribe(service.endpoint(), arguments);

        // then
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("'" + existing + "' exists; add --force");
        assertThat(existing).hasContent("precious");
        assertThat(service.chunks()).isEmpty();

        // when
        arguments[1] = "--force";
        CommandRun.transcribe(service.endpoint(), arguments);

        // then
        assertThat(existing).hasContent("Hello.");
    }

    @Test
    void refusesFolderThatCannotBeCreated() throws Exception {
        // given
        Path file = Files.writeString(folder.resolve("file"), "a file");

        // when
        CommandRun run = CommandRun.transcribe(
                service.endpoint(),
                recording("a.wav"),
                "--output-dir",
                file.resolve("out").toString());

        // then
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: --output-dir '" + file + "/out' cannot be created: ");
        assertThat(service.chunks()).isEmpty();
    }

    @Test
    void refusesTwoInputsWithOneTarget() throws Exception {
        // when
        CommandRun run = CommandRun.transcribe(
                service.endpoint(), recording("a.wav"), recording("a.pcm"), "--output-dir", folder.toString());

        // then
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("a.wav' and '", "would both be written to '" + folder + "/a.txt'");
    }

    @Test
    void refusesSubtitlesOfSeveralInputsInOneOutput() throws Exception {
        // when
        CommandRun run = CommandRun.transcribe(
                service.endpoint(), recording("a.wav"), recording("b.wav"), "--output-format", "srt");

        // then
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--output-format srt needs a file for each of the 2 inputs; add --output-dir");
    }

    @Test
    void readsEndpointAndKeyFromEnvironment() throws Exception {
        // when
        CommandRun run = CommandRun.run(
                OptionalInt.empty(),
                CommandRun.TERMINAL,
                new Interruption(),
                Map.of(
                        "AUDIOSTREAM_ENDPOINT",
                        service.endpoint().toString(),
                        "AUDIOSTREAM_API_KEY",
                        "key-of-16-chars!"),
                "transcribe",
                "--fast",
                recording("a.wav"));

        // then
        assertThat(run.exitCode()).isZero();
        assertThat(service.credentials())
                .singleElement()
                .satisfies(sent -> assertThat(sent).contains("Bearer key-of-16-chars!"));
    }

    @Test
    void namesBadVariablesAndDoesNotPrintTheKey() throws Exception {
        // when
        CommandRun badEndpoint = withVariables(Map.of("AUDIOSTREAM_ENDPOINT", "nowhere"));
        CommandRun badKey = withVariables(Map.of("AUDIOSTREAM_API_KEY", "two words"));
        CommandRun badFile = withVariables(Map.of(), "--api-key-file", folder + "/none");

        // then
        assertThat(badEndpoint.err())
                .contains("environment variable AUDIOSTREAM_ENDPOINT: 'nowhere' is not an endpoint");
        assertThat(badKey.err())
                .contains("environment variable AUDIOSTREAM_API_KEY: the API key, of 9 characters, is not a credential")
                .doesNotContain("two words");
        assertThat(badFile.err()).contains("there is no file '" + folder + "/none' for --api-key-file");
        assertThat(badFile.exitCode()).isEqualTo(2);
    }

    private CommandRun withVariables(Map<String, String> variables, String... arguments) throws IOException {
        String[] all = Stream.concat(Stream.of("transcribe", recording("a.wav")), Arrays.stream(arguments))
                .toArray(String[]::new);
        return CommandRun.run(OptionalInt.empty(), CommandRun.TERMINAL, new Interruption(), variables, all);
    }

    private String recording(String name) throws IOException {
        return Files.write(folder.resolve(name), Wav.file(16_000, 1, 16, 3_200)).toString();
    }
}
