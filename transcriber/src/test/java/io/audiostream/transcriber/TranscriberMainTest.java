package io.audiostream.transcriber;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscriberMainTest {

    @TempDir
    private Path dir;

    private final StringWriter errors = new StringWriter();

    @Test
    void printsCommandsWhenCalledWithoutOne() {
        // when / then
        assertThat(run()).isEqualTo(2);
        assertThat(errors.toString()).contains("serve", "fetch-model");
    }

    /** Logback would log nothing at all. */
    @Test
    void refusesUnknownLogFormatBeforeAnythingElse() {
        // when
        int code =
                TranscriberMain.run(Map.of("AUDIOSTREAM_LOG_FORMAT", "logfmt"), new PrintWriter(errors, true), "serve");

        // then
        assertThat(code).isEqualTo(2);
        assertThat(errors.toString())
                .isEqualToIgnoringNewLines("error: AUDIOSTREAM_LOG_FORMAT is 'logfmt'; write json or text");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "--slots, 0, 1 to 256",
        "--slots, many, --slots",
        "--threads, 0, at least 1",
        "--max-decoders, 0, at least 1",
        "--keep-alive-interval, 10, 10s",
        "--keep-alive-interval, 100ms, at least 1s",
        "--keep-alive-timeout, 0s, above 0",
        "--unary-timeout, soon, 5m",
        "--stream-idle-timeout, never, 5m",
        "--model-sha256, abc, 64 hexadecimal digits",
        "--max-receive-message-size, -1, above 0",
        "--slots-per-caller, 0, at least 1",
        "--authorization-port, 70000, 0 to 65535",
        "--grpc-port, 70000, 0 to 65535",
        "--http-port, -5, 0 to 65535",
        "--api-port, 65536, 0 to 65535",
        "--envoy-admin, localhost, HOST:PORT",
        "--envoy-admin, localhost:70000, HOST:PORT",
        "--envoy-admin, unix:admin.sock, unix:/run/envoy/admin.sock",
        "--engine, onnx, whisper.cpp",
        "--ct2-library, nowhere, there is no folder",
        "--vad, webrtc, silero",
        "--silero, nowhere, there is no folder",
        "--ffmpeg, nowhere, dev/ffmpeg builds it"
    })
    void refusesInvalidOptionWithItsNameValueAndRemedy(String option, String value, String remedy) throws IOException {
        // given
        Path model = Files.createFile(dir.resolve("model.bin"));

        // when
        int code = run("serve", "--model-file", model.toString(), option, value);

        // then
        assertThat(code).isEqualTo(2);
        assertThat(errors.toString()).contains(option, value, remedy);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "--cache-max-size, 0, at least 1",
        "--cache-max-size, 20Gi, --cache-max-size",
        "--cache-max-unused-age, 59m, at least 1h",
        "--cache-max-unused-age, 30d, 1h"
    })
    void refusesInvalidBoundOfCache(String option, String value, String remedy) {
        // given
        var file = dir.resolve("a".repeat(64)).resolve("model.bin");

        // when
        int code = run("fetch-model", "--uri", "file:///none", "--file", file.toString(), option, value);

        // then
        assertThat(code).isEqualTo(2);
        assertThat(errors.toString()).contains(option, value, remedy);
    }

    @Test
    void refusesBoundOfCacheForFileInNone() {
        // given
        var file = dir.resolve("model.bin");

        // when
        int code = run("fetch-model", "--uri", "file:///none", "--file", file.toString(), "--cache-max-size", "1");

        // then
        assertThat(code).isEqualTo(2);
        assertThat(errors.toString()).contains(file.toString(), "lies in no cache", "64 hexadecimal digits");
    }

    @Test
    void readsEmptyFfmpegAsNone() throws IOException {
        // given
        Path model = Files.createFile(dir.resolve("model.bin"));

        // when
        int code = run("serve", "--model-file", model.toString(), "--ffmpeg", "", "--slots", "0");

        // then
        assertThat(code).isEqualTo(2);
        assertThat(errors.toString()).contains("--slots").doesNotContain("--ffmpeg");
    }

    @Test
    void namesMissingModelFile() {
        // when
        int code = run("serve", "--model-file", dir.resolve("none.bin").toString());

        // then
        assertThat(code).isEqualTo(2);
        assertThat(errors.toString().lines().toList().getLast())
                .startsWith("error: --model-file: there is no file ")
                .contains("none.bin");
    }

    @Test
    void refusesModelFileOfOtherFormat() throws IOException {
        // given
        Path junk = Files.writeString(dir.resolve("junk.bin"), "this is not a model, whatever its name says");

        // when
        int code = serve(junk);

        // then
        assertThat(code).isEqualTo(1);
        assertThat(errors.toString()).startsWith("error: ").contains("junk.bin", "not a complete ggml Whisper model");
    }

    @Test
    void refusesModelFolderWithoutWeights() throws IOException {
        // given
        Path folder = Files.createDirectory(dir.resolve("base"));

        // when
        int code = serve(folder, "--ct2-library", dir.toString());

        // then
        assertThat(code).isEqualTo(1);
        assertThat(errors.toString()).startsWith("error: ").contains("base has no model.bin");
    }

    @Test
    void refusesModelFolderForWhisperCpp() throws IOException {
        // given
        Path folder = Files.createDirectory(dir.resolve("base"));

        // when
        int code = serve(folder, "--engine", "whisper.cpp");

        // then
        assertThat(code).isEqualTo(1);
        assertThat(errors.toString()).startsWith("error: ").contains("base is a folder", "--engine ctranslate2");
    }

    @Test
    void refusesModelFileForCTranslate2() throws IOException {
        // given
        Path file = Files.writeString(dir.resolve("model.bin"), "something");

        // when
        int code = serve(file, "--engine", "ctranslate2", "--ct2-library", dir.toString());

        // then
        assertThat(code).isEqualTo(1);
        assertThat(errors.toString())
                .startsWith("error: ")
                .contains("model.bin is a file", "is a folder with model.bin");
    }

    @Test
    void comparesChecksumOfFolderWithItsWeights() throws IOException {
        // given
        Path folder = Files.createDirectory(dir.resolve("base"));
        Path file = Files.writeString(folder.resolve("model.bin"), "something");
        String wrong = "0".repeat(64);

        // when
        int code = serve(folder, "--ct2-library", dir.toString(), "--model-sha256", wrong);

        // then
        assertThat(code).isEqualTo(1);
        assertThat(errors.toString()).contains(file + " has the sha256", wrong);
    }

    @Test
    void refusesModelFileWithOtherChecksum() throws IOException {
        // given
        Path file = Files.writeString(dir.resolve("model.bin"), "something");
        String wrong = "0".repeat(64);

        // when
        int code = serve(file, "--model-sha256", wrong);

        // then
        assertThat(code).isEqualTo(1);
        assertThat(errors.toString()).contains("has the sha256", wrong);
    }

    private int serve(Path model, String... options) {
        var arguments = Stream.of(
                "serve", "--model-file", model.toString(), "--grpc-port", "0", "--api-port", "0", "--http-port", "0");
        return run(Stream.concat(arguments, Stream.of(options)).toArray(String[]::new));
    }

    private int run(String... arguments) {
        return TranscriberMain.run(
                Map.of(), new PrintWriter(errors, true), Stream.of(arguments).toArray(String[]::new));
    }
}
