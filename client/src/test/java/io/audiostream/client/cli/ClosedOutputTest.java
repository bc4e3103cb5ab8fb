package io.audiostream.client.cli;

import static io.audiostream.client.Responses.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.client.TestService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The reader of standard output leaves, as {@code head -1} does, or the file behind it cannot grow. */
@Timeout(120)
class ClosedOutputTest {

    private boolean hasReader = true;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    /** Audio that does not end. */
    private static final InputStream MICROPHONE = new InputStream() {
        @Override
        public int read() {
            return 0;
        }
    };

    @Test
    void endsLiveStream() {
        try (TestService service = TestService.answeringChunks(result("Hello."))) {
            // when
            int exitCode = run(service, "--fast", "-");

            // then
            assertThat(exitCode).isEqualTo(141);
            assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        }
    }

    @Test
    void endsBatch() throws IOException {
        // given
        String first = Files.write(folder.resolve("a.wav"), Wav.file(16_000, 1, 16, 3_200))
                .toString();
        String second = Files.write(folder.resolve("b.wav"), Wav.file(16_000, 1, 16, 3_200))
                .toString();

        try (TestService service = TestService.answering(result("Hello."))) {
            // when
            int exitCode = run(service, first, second);

            // then
            assertThat(exitCode).isEqualTo(141);
            assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        }
    }

    @Test
    void endsCallWithOneAnswer() throws IOException {
        // given
        String file = Files.write(folder.resolve("a.wav"), Wav.file(16_000, 1, 16, 3_200))
                .toString();

        try (TestService service = TestService.answering(result("Hello."))) {
            // when / then
            assertThat(run(service, "--file", "--output-format", "json", file)).isEqualTo(141);
        }
    }

    @Test
    void reportsFullDisk() throws IOException {
        // given
        String first = Files.write(folder.resolve("a.wav"), Wav.file(16_000, 1, 16, 3_200))
                .toString();
        String second = Files.write(folder.resolve("b.wav"), Wav.file(16_000, 1, 16, 3_200))
                .toString();

        try (TestService service = TestService.answering(result("Hello."))) {
            // when
            hasReader = false;
            int exitCode = run(service, first, second);

            // then
            assertThat(exitCode).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("""
                    error: standard output cannot be written: No space left on device; the text so far may be incomplete
                    0 of 2 inputs are transcribed to their end
                    """);
        }
    }

    @Test
    void reportsFullDiskOfCommandWithoutService() {
        // given
        hasReader = false;

        // when
        int exitCode = run("--help");

        // then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("cannot be written: No space left on device");
    }

    private int run(TestService service, String... arguments) {
        return run(Stream.concat(
                        Stream.of("transcribe", "--endpoint", service.endpoint().toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private int run(String... arguments) {
        var closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(hasReader ? "Broken pipe" : "No space left on device");
            }
        };
        return AudiostreamCommand.execute(
                new Environment(
                        MICROPHONE,
                        new StandardOutput(closed, () -> hasReader),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        OptionalInt.empty(),
                        false,
                        new ManualTicker(),
                        new Interruption(),
                        Map.of()),
                arguments);
    }
}
