package io.audiostream.transcriber.engine.ctranslate2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.audiostream.transcriber.engine.Speech;
import io.audiostream.transcriber.engine.TestModel;
import io.audiostream.transcriber.engine.ctranslate2.Ct2Library.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the times of tokens, with the real library and model. */
class Ct2SessionIT {

    /** Columns of the spectrogram: the clip's 11 s, and 2 s of padding. */
    private static final int COLUMNS = 1_300;

    private static final int AUDIO_COLUMNS = 1_100;

    /** "And so my fellow Americans ask not what your country can do for you, ask what you can do for your country." */
    private static final int[] TEXT = {
        400, 370, 452, 7177, 6280, 1029, 406, 437, 428, 1941, 393, 360, 337, 291, 11, 1029, 437, 291, 393, 360, 337,
        428, 1941, 13
    };

    /** The result of CTranslate2's {@code WhisperReplica::align}, which computes all tokens in a pass of its own. */
    private static final int[] STARTS = {
        0, 26, 42, 59, 77, 105, 186, 212, 276, 288, 312, 331, 341, 354, 370, 371, 424, 438, 452, 466, 478, 488, 497,
        518, 538
    };

    private static Ct2Library library;
    private static Ct2Library.Model model;
    private static Vocabulary vocabulary;

    private Ct2Session ct2Session;

    @BeforeAll
    static void load() {
        library = Ct2Library.load(TestModel.ct2Library());
        model = library.openModel(TestModel.ct2());
        vocabulary = Vocabulary.read(TestModel.ct2());
    }

    @AfterAll
    static void closeModel() {
        library.closeModel(model.handle());
    }

    @BeforeEach
    void encode() {
        ct2Session = encoded(model);
    }

    @AfterEach
    void close() {
        ct2Session.close();
    }

    @Test
    void givesTimesOfTokensThatWerePickedOneByOne() {
        // given
        int[] text = pickOneByOne(ct2Session);

        // when
        TokenFrames times = ct2Session.times(task().length, text.length, AUDIO_COLUMNS);

        // then
        assertNear(times.starts(), timesInOnePass(text), 2);
    }

    @Test
    void givesTimesOfDraft() {
        // given
        int[] text;
        try (Ct2Session other = encoded(model)) {
            text = pickOneByOne(other);
        }
        feed(task());
        float[] accepted = ct2Session.verify(() -> 1, text, 1, vocabulary.endOfText() + 1, new int[0]);
        assertThat(accepted).hasSize(text.length);

        // when
        TokenFrames times = ct2Session.times(task().length, text.length, AUDIO_COLUMNS);

        // then
        assertNear(times.starts(), timesInOnePass(text), 2);
    }

    @Test
    void givesTimesAsCTranslate2Does() {
        // given
        feed(task());
        feed(TEXT);

        // when
        TokenFrames times = ct2Session.times(task().length, TEXT.length, AUDIO_COLUMNS);

        // then
        assertNear(times.starts(), STARTS, 2);
    }

    /** Returns the text that the model writes. Its punctuation depends on the processor, which rounds differently. */
    private static int[] pickOneByOne(Ct2Session session) {
        session.feed(() -> 1, task());
        List<Integer> text = new ArrayList<>();
        Prediction next = session.predict(vocabulary.endOfText() + 1, new int[0]);
        while (next.id() != vocabulary.endOfText()) {
            text.add(next.id());
            session.feed(() -> 1, next.id());
            next = session.predict(vocabulary.endOfText() + 1, new int[0]);
        }
        assertThat(text).hasSizeBetween(TEXT.length - 2, TEXT.length + 2);
        return text.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] timesInOnePass(int[] text) {
        try (Ct2Session session = encoded(model)) {
            session.feed(() -> 1, task());
            session.feed(() -> 1, text);
            return session.times(task().length, text.length, AUDIO_COLUMNS).starts();
        }
    }

    @Test
    void givesTimesOfTextAfterPrompt() {
        // given
        int[] prompt = prompt();
        feed(prompt);
        feed(task());
        feed(TEXT);

        // when
        TokenFrames times = ct2Session.times(prompt.length + task().length, TEXT.length, AUDIO_COLUMNS);

        // then
        int[] starts = times.starts();
        assertThat(starts[15]).as("any frame of the pause before 'ask'").isBetween(STARTS[14] - 5, STARTS[16]);
        starts[15] = STARTS[15];
        assertNear(starts, STARTS, 5);
    }

    /**
     * A text of one token has only the tokens of the task to be compared with. Those of a prompt attend to other
     * frames.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void comparesShortTextWithTaskAlone(boolean withPrompt) {
        // given
        int[] prompt = withPrompt ? prompt() : new int[0];
        feed(IntStream.concat(IntStream.of(prompt), IntStream.of(task())).toArray());
        feed(TEXT[5]);

        // when
        TokenFrames times = ct2Session.times(prompt.length + task().length, 1, AUDIO_COLUMNS);

        // then
        assertThat(times.attended()[0]).isCloseTo(31, within(5));
    }

    /**
     * The decoder attends to a word where it is spoken. The start of a word after a pause is the start of the pause.
     */
    @Test
    void attendsToWordWithinItsTimes() {
        // given
        feed(task());
        feed(TEXT);

        // when
        TokenFrames times = ct2Session.times(task().length, TEXT.length, AUDIO_COLUMNS);

        // then
        for (int i = 0; i < TEXT.length; i++) {
            if (TEXT[i] != 11) { // the comma lies in the pause after its word
                assertThat(times.attended()[i]).isBetween(times.starts()[i], times.starts()[i + 1]);
            }
        }
        assertThat(times.attended()[5]).as("'ask' after a pause").isBetween(150, 186);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1100", "4, 0, 1100", "4, -1, 1100", "4, 25, 1100", "28, 1, 1100", "4, 24, 1", "4, 24, 1301"})
    void refusesTimesOutOfRange(int first, int count, int frames) {
        // given
        feed(task());
        feed(TEXT);

        // when / then
        assertThatThrownBy(() -> ct2Session.times(first, count, frames)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesTimesWithoutAlignmentHeads(@TempDir Path folder) throws IOException {
        // given
        for (String file : new String[] {"model.bin", "vocabulary.txt"}) {
            Files.copy(TestModel.ct2().resolve(file), folder.resolve(file));
        }
        Files.writeString(
                folder.resolve("config.json"),
                Files.readString(TestModel.ct2().resolve("config.json"))
                        .replace("\"alignment_heads\"", "\"other_heads\""));
        Ct2Library.Model other = library.openModel(folder);
        try (Ct2Session session = encoded(other)) {
            session.feed(() -> 1, task());
            session.feed(() -> 1, TEXT);

            // when / then
            assertThat(other.info().canAlign()).isFalse();
            assertThatThrownBy(() -> session.times(task().length, TEXT.length, AUDIO_COLUMNS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("does not name its alignment heads");
        } finally {
            library.closeModel(other.handle());
        }
    }

    private static Ct2Session encoded(Ct2Library.Model model) {
        var session = new Ct2Session(library, model);
        float[] mel = new MelSpectrogram(model.info().melBands()).compute(Speech.jfk(), COLUMNS);
        session.beginEncoding(mel, COLUMNS, () -> 1);
        boolean more = true;
        while (more) {
            more = session.encodeLayer(() -> 1);
        }
        return session;
    }

    private void feed(int... ids) {
        ct2Session.feed(() -> 1, ids);
    }

    private static int[] prompt() {
        List<Integer> ids = new BpeTokenizer(vocabulary)
                .encode(" The president spoke of duty, of the country and of its citizens.");
        return IntStream.concat(
                        IntStream.of(vocabulary.startOfPrevious()), ids.stream().mapToInt(Integer::intValue))
                .toArray();
    }

    private static int[] task() {
        return new int[] {
            vocabulary.startOfTranscript(),
            vocabulary.languages().get("en"),
            vocabulary.transcribe(),
            vocabulary.noTimestamps()
        };
    }

    private static void assertNear(int[] actual, int[] expected, int frames) {
        assertThat(actual)
                .as("%s, not %s", Arrays.toString(actual), Arrays.toString(expected))
                .hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i])
                    .as("start %d of %s, not %s", i, Arrays.toString(actual), Arrays.toString(expected))
                    .isCloseTo(expected[i], within(frames));
        }
    }
}
