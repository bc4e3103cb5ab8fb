package io.audiostream.transcriber.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.transcriber.engine.whispercpp.WhisperCppEngine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhisperCppEngineIT extends EngineContract {

    private static SpeechEngine engine;

    @TempDir
    private Path dir;

    @BeforeAll
    static void load() {
        engine = WhisperCppEngine.load(TestModel.ggml(), "base-q8_0");
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Override
    SpeechEngine engine() {
        return engine;
    }

    @Test
    void supportsNinetyNineLanguages() {
        // when / then
        assertThat(engine.model().languages())
                .hasSize(99)
                .contains("en", "es", "de", "zh")
                .doesNotContain("yue");
    }

    @Test
    void deletesUnpackedLibraries() throws IOException {
        // when / then
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(files.filter(file -> file.getFileName()
                            .toString()
                            .startsWith("audiostream-whisper-"
                                    + ProcessHandle.current().pid() + "-")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 20, 1_000, 70_000, 2_000_000, 50_000_000})
    void refusesTruncatedModel(long length) throws IOException {
        // given
        Path file = copyOfModel();
        try (var cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(length);
        }

        // when / then
        assertThatThrownBy(() -> WhisperCppEngine.load(file, "cut"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("ends after " + length + " bytes");
    }

    @Test
    void refusesJunk() throws IOException {
        // given
        Path file = dir.resolve("junk.bin");
        byte[] junk = new byte[100_000];
        new Random(5).nextBytes(junk);
        Files.write(file, junk);

        // when / then
        assertThatThrownBy(() -> WhisperCppEngine.load(file, "junk"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("it begins with");
    }

    @ParameterizedTest(name = "byte {0}")
    @ValueSource(ints = {4, 8, 12, 16, 20, 36, 40, 48, 52, 64_376})
    void refusesModelWithCorruptHeader(int at) throws IOException {
        // given
        Path file = copyOfModel();
        try (var broken = new RandomAccessFile(file.toFile(), "rw")) {
            broken.seek(at);
            broken.writeInt(0xFFFFFF7F);
        }

        // when / then
        assertThatThrownBy(() -> WhisperCppEngine.load(file, "broken")).isInstanceOf(EngineException.class);
    }

    @Test
    void namesMissingFile() {
        // when / then
        assertThatThrownBy(() -> WhisperCppEngine.load(dir.resolve("none.bin"), "none"))
                .hasMessageContaining("none.bin");
    }

    @Test
    void refusesToCloseWithOpenDecoders() {
        // when / then
        try (Decoder decoder = engine.newDecoder()) {
            assertThat(decoder).isNotNull();
            assertThatThrownBy(engine::close).hasMessageContaining("decoders are still open");
        }
    }

    @Test
    void refusesDecodeAfterClose() {
        // given
        Decoder decoder = engine.newDecoder();
        decoder.close();
        decoder.close();

        // when / then
        assertThatThrownBy(() -> decoder.decode(
                        Speech.jfk(), new DecodeRequest("en", false, "", DecodeRequest.Effort.FINAL), 1, () -> false))
                .isInstanceOf(IllegalStateException.class);
    }

    private Path copyOfModel() throws IOException {
        return Files.copy(TestModel.ggml(), dir.resolve("model.bin"), StandardCopyOption.REPLACE_EXISTING);
    }
}
