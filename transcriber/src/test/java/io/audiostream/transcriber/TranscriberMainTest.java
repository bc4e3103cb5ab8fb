package io.audiostream.transcriber;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void withoutACommandItSaysWhatThereIs() {
        assertThat(run()).isEqualTo(2);
        assertThat(errors.toString()).contains("serve", "fetch-model");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "--slots, 0, 1 to 256",
        "--slots, many, --slots",
        "--threads, 0, at least 1",
        "--keep-alive-interval, 10, 10s",
        "--keep-alive-interval, 100ms, at least 1s",
        "--keep-alive-timeout, 0s, above 0",
        "--unary-timeout, soon, 5m",
        "--model-sha256, abc, 64 hexadecimal digits",
        "--max-receive-message-size, -1, above 0",
        "--grpc-port, 70000, 0 to 65535",
        "--http-port, -5, 0 to 65535",
        "--envoy-admin, localhost, HOST:PORT",
        "--engine, onnx, whisper.cpp",
        "--ct2-library, nowhere, there is no folder",
        "--vad, webrtc, silero",
        "--silero, nowhere, there is no folder"
    })
    void aFlagThatCantBeIsRefusedByItsNameWithWhatWouldBeRight(String flag, String value, String right)
            throws IOException {
        Path model = Files.createFile(dir.resolve("model.bin"));

        assertThat(run("serve", "--model-file", model.toString(), flag, value)).isEqualTo(2);
        assertThat(errors.toString()).contains(flag, value, right);
    }

    @Test
    void aModelFileThatIsNotThereIsNamed() {
        assertThat(run("serve", "--model-file", dir.resolve("none.bin").toString()))
                .isEqualTo(2);
        assertThat(errors.toString().lines().toList().getLast())
                .startsWith("error: --model-file: there is no file ")
                .contains("none.bin");
    }

    @Test
    void aModelFileThatIsNoModelEndsTheProcessWithASentence() throws IOException {
        Path junk = Files.writeString(dir.resolve("junk.bin"), "this is not a model, whatever its name says");

        assertThat(run("serve", "--model-file", junk.toString(), "--grpc-port", "0", "--http-port", "0"))
                .isEqualTo(1);
        assertThat(errors.toString()).startsWith("error: ").contains("junk.bin", "not a whole ggml Whisper model");
    }

    @Test
    void aFolderGoesToCTranslate2WhichNeedsItsLibrary() throws IOException {
        assertThat(serve(Files.createDirectory(dir.resolve("base")), "--ct2-library", dir.toString()))
                .isEqualTo(1);
        assertThat(errors.toString()).startsWith("error: ").contains("base has no model.bin");
    }

    @Test
    void aFolderIsNotForWhisperCpp() throws IOException {
        assertThat(serve(Files.createDirectory(dir.resolve("base")), "--engine", "whisper.cpp"))
                .isEqualTo(1);
        assertThat(errors.toString()).startsWith("error: ").contains("base is a folder", "--engine ctranslate2");
    }

    @Test
    void aFileIsNotForCTranslate2() throws IOException {
        Path file = Files.writeString(dir.resolve("model.bin"), "something");

        assertThat(serve(file, "--engine", "ctranslate2", "--ct2-library", dir.toString()))
                .isEqualTo(1);
        assertThat(errors.toString())
                .startsWith("error: ")
                .contains("model.bin is a file", "is a folder with model.bin");
    }

    @Test
    void theChecksumOfAFolderIsThatOfItsWeights() throws IOException {
        Path folder = Files.createDirectory(dir.resolve("base"));
        Path file = Files.writeString(folder.resolve("model.bin"), "something");
        String wrong = "0".repeat(64);

        assertThat(serve(folder, "--ct2-library", dir.toString(), "--model-sha256", wrong))
                .isEqualTo(1);
        assertThat(errors.toString()).contains(file + " has the sha256", wrong);
    }

    private int serve(Path model, String... flags) {
        return run(Stream.concat(
                        Stream.of("serve", "--model-file", model.toString(), "--grpc-port", "0", "--http-port", "0"),
                        Stream.of(flags))
                .toArray(String[]::new));
    }

    @Test
    void aModelFileWithAnotherChecksumIsNotLoaded() throws IOException {
        Path file = Files.writeString(dir.resolve("model.bin"), "something");
        String wrong = "0".repeat(64);

        assertThat(run(
                        "serve",
                        "--model-file",
                        file.toString(),
                        "--model-sha256",
                        wrong,
                        "--grpc-port",
                        "0",
                        "--http-port",
                        "0"))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("has the sha256", wrong);
    }

    private int run(String... arguments) {
        return TranscriberMain.run(
                new PrintWriter(errors, true), Stream.of(arguments).toArray(String[]::new));
    }
}
