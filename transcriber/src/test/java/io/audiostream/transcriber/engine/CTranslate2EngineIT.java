package io.audiostream.transcriber.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.ctranslate2.CTranslate2Engine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CTranslate2EngineIT extends EngineContract {

    private static final DecodeRequest FINAL = new DecodeRequest("en", false, "", Effort.FINAL);

    private static SpeechEngine engine;

    @TempDir
    private Path dir;

    @BeforeAll
    static void load() {
        engine = CTranslate2Engine.load(TestModel.ct2(), "base", TestModel.ct2Library());
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
        assertThat(engine.model().engine()).isEqualTo("CTranslate2 4.8.4");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 20, 1_000, 70_000, 2_000_000, 145_217_531})
    void refusesTruncatedModel(long length) throws IOException {
        // given
        Path folder = copyOfModel();
        try (var cut = new RandomAccessFile(folder.resolve("model.bin").toFile(), "rw")) {
            cut.setLength(length);
        }

        // when / then
        assertThatThrownBy(() -> load(folder))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("ends after " + length + " bytes");
    }

    @Test
    void refusesJunk() throws IOException {
        // given
        Path folder = copyOfModel();
        byte[] junk = new byte[100_000];
        new Random(5).nextBytes(junk);
        Files.write(folder.resolve("model.bin"), junk);

        // when / then
        assertThatThrownBy(() -> load(folder))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("it begins with");
    }

    /**
     * The offsets are those of the version, the length and name of the specification, its revision, the number of
     * variables, and of the first variable the length of its name, dimensions, type and bytes.
     */
    @ParameterizedTest(name = "byte {0}")
    @ValueSource(ints = {0, 4, 6, 18, 22, 26, 47, 48, 49})
    void refusesModelWithCorruptHeader(int at) throws IOException {
        // given
        Path folder = copyOfModel();
        try (var broken = new RandomAccessFile(folder.resolve("model.bin").toFile(), "rw")) {
            broken.seek(at);
            broken.writeInt(0xFFFFFF7F);
        }

        // when / then
        assertThatThrownBy(() -> load(folder)).isInstanceOf(EngineException.class);
    }

    @Test
    void refusesModelOfOtherEngine() throws IOException {
        // given
        Path folder = copyOfModel();
        Files.delete(folder.resolve("model.bin"));
        Files.copy(TestModel.ggml(), folder.resolve("model.bin"));

        // when / then
        assertThatThrownBy(() -> load(folder)).hasMessageContaining("it is a ggml file");
        assertThatThrownBy(() -> load(TestModel.ggml())).hasMessageContaining("is a file; a model for CTranslate2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.bin", "config.json", "vocabulary.txt"})
    void namesMissingFileOfFolder(String file) throws IOException {
        // given
        Path folder = copyOfModel();
        Files.delete(folder.resolve(file));

        // when / then
        assertThatThrownBy(() -> load(folder))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("has no ")
                .hasMessageContaining(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"suppress_ids\":[1],\"suppress_ids_begin\":[51865]}", "not json"})
    void refusesInvalidConfiguration(String config) throws IOException {
        // given
        Path folder = copyOfModel();
        Files.writeString(folder.resolve("config.json"), config);

        // when / then
        assertThatThrownBy(() -> load(folder))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("config.json");
    }

    @Test
    void refusesVocabularyOfOtherModel() throws IOException {
        // given
        Path folder = copyOfModel();
        String tokens = Files.readString(folder.resolve("vocabulary.txt"));
        Files.writeString(folder.resolve("vocabulary.txt"), tokens + "one more\n");

        // when / then
        assertThatThrownBy(() -> load(folder)).isInstanceOf(EngineException.class);
    }

    /** A head that the model lacks would be read beyond its memory. */
    @ParameterizedTest
    @ValueSource(strings = {"[90, 1]", "[1, 900]", "[1, 18446744073709551615]"})
    void ignoresAlignmentHeadsThatModelLacks(String head) throws Exception {
        // given
        Path folder = copyOfModel();
        String config = Files.readString(folder.resolve("config.json"));
        Files.writeString(
                folder.resolve("config.json"),
                config.replaceFirst(
                        "(?s)\"alignment_heads\": \\[.*?\\]\\s*\\]", "\"alignment_heads\": [[1, 1], " + head + "]"));

        // when / then
        try (SpeechEngine other = load(folder);
                Decoder decoder = other.newDecoder()) {
            Transcript transcript =
                    decoder.decode(Speech.jfk(), new DecodeRequest("en", false, "", Effort.FINAL), 1, () -> false);

            assertThat(transcript.words().getLast().endMillis()).isBetween(10_000L, 11_000L);
        }
    }

    @Test
    void namesFolderWithoutLibrary() {
        // when / then
        assertThatThrownBy(() -> CTranslate2Engine.load(TestModel.ct2(), "base", dir))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(dir.toString())
                .hasMessageContaining("libaudiostream_ct2.so");
    }

    @Test
    void refusesInvalidLibrary() throws IOException {
        // given
        Files.writeString(dir.resolve("libaudiostream_ct2.so"), "no library");

        // when / then
        assertThatThrownBy(() -> CTranslate2Engine.load(TestModel.ct2(), "base", dir))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("cannot load");
    }

    @Test
    void stopsBetweenLayersAndTokens() throws Exception {
        // given
        var polls = new AtomicInteger();
        try (Decoder decoder = engine.newDecoder()) {
            decoder.decode(Speech.jfk(), FINAL, 1, () -> polls.incrementAndGet() < 0);
            int all = polls.get();
            assertThat(all).isGreaterThan(6 + 20);

            // when / then
            for (int stopAt = 1; stopAt < all; stopAt += 5) {
                int last = stopAt;
                polls.set(0);
                assertThatThrownBy(() -> decoder.decode(Speech.jfk(), FINAL, 1, () -> polls.incrementAndGet() >= last))
                        .isInstanceOf(DecodeCancelledException.class);
                assertThat(polls).hasValue(stopAt);
            }
        }
    }

    @Test
    void cancelsDecodeOnClose() throws Exception {
        // given
        Decoder decoder = engine.newDecoder();
        var closing = new Thread(decoder::close);
        var polls = new AtomicInteger();
        BooleanSupplier closeAtSecondPoll = () -> {
            if (polls.incrementAndGet() == 2) {
                closing.start();
                // It waits for the decode once the decoder is marked as closed.
                while (closing.getState() != Thread.State.WAITING && closing.isAlive()) {
                    Thread.onSpinWait();
                }
            }
            return false;
        };

        // when / then
        assertThatThrownBy(
                        () -> decoder.decode(new float[SpeechEngine.MAX_WINDOW_SAMPLES], FINAL, 1, closeAtSecondPoll))
                .isInstanceOf(DecodeCancelledException.class);
        assertThat(polls).hasValue(2);
        closing.join();
    }

    @Test
    void refusesConcurrentUseOfDecoder() throws Exception {
        // given
        var refused = new AtomicBoolean();
        try (ExecutorService threads = Executors.newSingleThreadExecutor();
                Decoder decoder = engine.newDecoder()) {
            BooleanSupplier decodeInOtherThread = () -> {
                if (!refused.getAndSet(true)) {
                    Future<Transcript> other =
                            threads.submit(() -> decoder.decode(Speech.jfk(), FINAL, 1, () -> false));
                    assertThat(other)
                            .failsWithin(Duration.ofMinutes(1))
                            .withThrowableOfType(ExecutionException.class)
                            .withCauseInstanceOf(IllegalStateException.class)
                            .withMessageContaining("another thread");
                }
                return false;
            };

            // when
            Transcript transcript = decoder.decode(Speech.jfk(), FINAL, 1, decodeInOtherThread);

            // then
            assertThat(refused).isTrue();
            assertThat(transcript.text()).contains("country");
        }
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
        assertThatThrownBy(() -> decoder.decode(Speech.jfk(), FINAL, 1, () -> false))
                .isInstanceOf(IllegalStateException.class);
    }

    private static SpeechEngine load(Path folder) {
        return CTranslate2Engine.load(folder, "copy", TestModel.ct2Library());
    }

    private Path copyOfModel() throws IOException {
        for (String file : new String[] {"model.bin", "config.json", "vocabulary.txt"}) {
            Files.copy(TestModel.ct2().resolve(file), dir.resolve(file));
        }
        return dir;
    }
}
