package io.audiostream.transcriber.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.grpc.WaysIn.Way;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Inputs on which words are easily lost, doubled or broken, through the real server by each of its RPCs and over HTTP:
 * the text has every word, once.
 */
@Execution(ExecutionMode.SAME_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WordsContract {

    private static final List<WordsInput> BY_EVERY_WAY = List.of(
            WordsInput.COUNTING_THEN_JFK,
            WordsInput.JFK_THEN_COUNTING,
            WordsInput.ENGLISH_THEN_SPANISH,
            WordsInput.SPANISH_THEN_ENGLISH,
            WordsInput.ENGLISH_BRIEF_PAUSE_SPANISH,
            WordsInput.SPANISH_BRIEF_PAUSE_ENGLISH,
            WordsInput.VERSION,
            WordsInput.NOES,
            WordsInput.ENGLISH_AS_CHINESE,
            WordsInput.COMPOUND);
    private static final List<WordsInput> UNPAUSED = List.of(WordsInput.UNPAUSED, WordsInput.UNPAUSED_5_S);
    private static final List<WordsInput> OTHER_SCRIPTS =
            List.of(WordsInput.TAMIL, WordsInput.RUSSIAN, WordsInput.RUSSIAN_12_S, WordsInput.RUSSIAN_8_S);

    /** Seconds between two finals, or without a new interim, at most. */
    private static final double MAX_GAP = 2.5;

    RealServer server;
    private WaysIn ways;

    abstract RealServer start() throws IOException;

    /** Returns whether the engine is tested with an input. */
    abstract boolean reads(WordsInput input);

    /** Returns the audio between two interims of a live stream. Few interims of long inputs keep the test short. */
    abstract Duration interimInterval(WordsInput input);

    @BeforeAll
    void streamInputs() throws IOException {
        server = start();
        ways = new WaysIn(server, live(), this::interimInterval);
    }

    @AfterAll
    void close() throws InterruptedException {
        ways.close();
        server.close();
    }

    private List<WordsInput> live() {
        return Stream.of(BY_EVERY_WAY, UNPAUSED, OTHER_SCRIPTS)
                .flatMap(List::stream)
                .filter(this::reads)
                .toList();
    }

    List<Arguments> inputsByEveryWay() {
        return BY_EVERY_WAY.stream()
                .filter(this::reads)
                .flatMap(input -> Arrays.stream(Way.values()).map(way -> Arguments.of(input, way)))
                .toList();
    }

    List<WordsInput> unpausedInputs() {
        return UNPAUSED.stream().filter(this::reads).toList();
    }

    List<WordsInput> longInputs() {
        return Stream.of(WordsInput.UNPAUSED_55_S).filter(this::reads).toList();
    }

    List<WordsInput> compounds() {
        return Stream.of(WordsInput.COMPOUND).filter(this::reads).toList();
    }

    List<Arguments> inputsInTwoLanguages() {
        return Stream.of(
                        Arguments.of(WordsInput.ENGLISH_THEN_SPANISH, List.of("en", "es")),
                        Arguments.of(WordsInput.SPANISH_THEN_ENGLISH, List.of("es", "en")),
                        Arguments.of(WordsInput.ENGLISH_BRIEF_PAUSE_SPANISH, List.of("en", "es")),
                        Arguments.of(WordsInput.SPANISH_BRIEF_PAUSE_ENGLISH, List.of("es", "en")))
                .filter(arguments -> reads((WordsInput) arguments.get()[0]))
                .toList();
    }

    List<WordsInput> inputsInOtherScripts() {
        return OTHER_SCRIPTS.stream().filter(this::reads).toList();
    }

    @ParameterizedTest
    @MethodSource("inputsByEveryWay")
    void transcribesEveryPart(WordsInput input, Way way) {
        // when
        String text = ways.text(input, way);

        // then
        assertThat(input.firstMissingPhrase(text)).as(text).isEmpty();
        if (input.maxErrors() >= 0) {
            assertThat(WordErrors.count(input.recording().text(), text))
                    .as(text)
                    .isLessThanOrEqualTo(input.maxErrors());
        }
    }

    /** The model's own errors are the same by every way in. */
    @Test
    void makesAsManyErrorsByEachWay() {
        // given
        List<WordsInput> inputs = BY_EVERY_WAY.stream()
                .filter(input -> reads(input) && input.maxErrors() >= 0)
                .toList();
        int words = inputs.stream()
                .mapToInt(input -> WordErrors.words(input.recording().text()).size())
                .sum();

        // when
        Map<Way, Integer> errors = new TreeMap<>();
        for (WordsInput input : inputs) {
            for (Way way : Way.values()) {
                errors.merge(way, WordErrors.count(input.recording().text(), ways.text(input, way)), Integer::sum);
            }
        }

        // then
        int best = errors.values().stream().mapToInt(Integer::intValue).min().orElseThrow();
        assertThat(errors)
                .as("word errors of %d words", words)
                .allSatisfy((way, count) ->
                        assertThat((count - best) * 100.0 / words).isLessThanOrEqualTo(2));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("unpausedInputs")
    void neitherLosesNorDoublesWordsAtCuts(WordsInput input) {
        // given
        String spoken = input.recording().text();
        String whole = ways.text(input, Way.UNARY);

        // when
        String text = ways.text(input, Way.LIVE);

        // then
        assertThat(input.firstMissingPhrase(text)).as(text).isEmpty();
        assertThat(WordErrors.repeatedRuns(text)).as(text).isEmpty();
        int more = WordErrors.countLostAndAdded(spoken, text) - WordErrors.countLostAndAdded(spoken, whole);
        assertThat(more * 100.0 / WordErrors.words(spoken).size())
                .as("%% of words lost or added, beyond those of the whole;%nlive: %s%nwhole: %s", text, whole)
                .isLessThanOrEqualTo(2);
    }

    /** A settled part of a word would end it too early. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("compounds")
    void readsGrowingWordAsInWhole(WordsInput input) {
        // when
        String text = ways.text(input, Way.LIVE);

        // then
        String whole = ways.text(input, Way.UNARY);
        assertThat(WordErrors.count(whole, text))
                .as("live: %s%nwhole: %s", text, whole)
                .isLessThanOrEqualTo(4);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("longInputs")
    void keepsWordsOfLongSpeechWithoutPauses(WordsInput input) {
        // given
        assertThat(input.recording().seconds()).isGreaterThan(50);

        // when
        String text = ways.text(input, Way.UNARY);

        // then
        assertThat(input.firstMissingPhrase(text)).as(text).isEmpty();
        assertThat(WordErrors.count(input.recording().text(), text))
                .as(text)
                .isLessThanOrEqualTo(WordErrors.words(input.recording().text()).size() / 10);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("inputsInOtherScripts")
    void coversAllSpeech(WordsInput input) {
        // when
        List<TranscriptionResponse> finals = ways.live(input).finals();

        // then
        double covered = 0;
        for (TranscriptionResponse segment : finals) {
            assertThat(segment.getText()).as("segment of %s", finals).isNotEmpty();
            assertThat(start(segment) - covered).as("gap in %s", spans(finals)).isLessThanOrEqualTo(MAX_GAP);
            covered = end(segment);
        }
        assertThat(input.recording().seconds() - covered)
                .as("gap at the end of %s", spans(finals))
                .isLessThanOrEqualTo(1);
    }

    /** The model misreads many of these words, but writes about as many letters as were spoken. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("inputsInOtherScripts")
    void writesAsMuchAsWasSpoken(WordsInput input) {
        // when
        String text = ways.text(input, Way.LIVE);

        // then
        assertThat((double) letters(text) / letters(input.recording().text()))
                .as(text)
                .isBetween(0.6, 1.8);
    }

    private static long letters(String text) {
        return text.codePoints().filter(Character::isLetter).count();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("inputsInOtherScripts")
    void sendsInterimsUntilSpeechEnds(WordsInput input) {
        // when
        List<TranscriptionResponse> interims = ways.live(input).interims();

        // then
        double covered = 0;
        String text = "";
        for (TranscriptionResponse interim : interims) {
            if (!interim.getText().equals(text)) {
                text = interim.getText();
                covered = end(interim);
            }
        }
        assertThat(input.recording().seconds() - covered)
                .as("without a new interim at the end, after \"%s\"", text)
                .isLessThanOrEqualTo(MAX_GAP);
    }

    @Test
    void sendsFinalForEverySegmentWithInterims() {
        for (WordsInput input : live()) {
            // given
            List<Integer> withText = ways.live(input).interims().stream()
                    .filter(interim -> !interim.getText().isEmpty())
                    .map(interim -> interim.getMetadata().getSegmentIndex())
                    .distinct()
                    .toList();

            // then
            assertThat(ways.live(input).finals().stream()
                            .filter(segment -> !segment.getText().isEmpty())
                            .map(segment -> segment.getMetadata().getSegmentIndex()))
                    .as(input.name())
                    .containsAll(withText);
        }
    }

    @Test
    void settlesOnlyWhatFinalContains() {
        for (WordsInput input : live()) {
            // given
            Map<Integer, String> finals = new TreeMap<>();
            ways.live(input)
                    .finals()
                    .forEach(segment -> finals.put(segment.getMetadata().getSegmentIndex(), segment.getText()));

            // then
            for (TranscriptionResponse interim : ways.live(input).interims()) {
                TranscriptionMetadata metadata = interim.getMetadata();
                String text = interim.getText();
                String settled = text.substring(0, text.offsetByCodePoints(0, metadata.getSettledLength()));
                String last = finals.getOrDefault(metadata.getSegmentIndex(), "");
                assertThat(last).as(input.name()).startsWith(settled);
                assertThat(endsWithinWord(last, settled.length()))
                        .as("\"%s\" of \"%s\" ends within a word", settled, last)
                        .isFalse();
            }
        }
    }

    /** Chinese has no spaces: a word may end after each of its characters. */
    private static boolean endsWithinWord(String text, int length) {
        return length > 0
                && length < text.length()
                && isInWord(text.codePointBefore(length))
                && isInWord(text.codePointAt(length));
    }

    private static boolean isInWord(int c) {
        return (Character.isAlphabetic(c) || Character.isDigit(c)) && !Character.isIdeographic(c);
    }

    /** The language of a segment is known before its first text is settled. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("inputsInTwoLanguages")
    void recognisesLanguageOfEachPart(WordsInput input, List<String> spoken) {
        // when
        List<TranscriptionResponse> settled = ways.live(input).all().stream()
                .filter(response -> response.getMetadata().getSettledLength() > 0)
                .toList();

        // then
        // Whether the first seconds after a pause of 0.3 s are certain to be Spanish depends on the processor's
        // rounding.
        if (input != WordsInput.ENGLISH_BRIEF_PAUSE_SPANISH) {
            assertThat(languages(settled)).as("live").isEqualTo(spoken);
        }
        assertThat(languages(ways.segments(input))).as("recording").isEqualTo(spoken);
    }

    /** The language of the session so far prevails until the new one is certain. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("inputsInTwoLanguages")
    void writesNoInterimInThirdLanguage(WordsInput input, List<String> spoken) {
        // then
        for (TranscriptionResponse interim : ways.live(input).interims()) {
            assertThat(interim.getText().codePoints().filter(Character::isLetter))
                    .as("%s in one of %s", interim.getText(), spoken)
                    .allMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN);
        }
    }

    /** Returns the languages of consecutive responses, without repetitions. */
    private static List<String> languages(List<TranscriptionResponse> responses) {
        List<String> languages = new ArrayList<>();
        for (TranscriptionResponse response : responses) {
            String language = response.getMetadata().getLanguage();
            if (languages.isEmpty() || !languages.getLast().equals(language)) {
                languages.add(language);
            }
        }
        return languages;
    }

    private static List<String> spans(List<TranscriptionResponse> segments) {
        return segments.stream()
                .map(segment -> "%.2f to %.2f s: %s".formatted(start(segment), end(segment), segment.getText()))
                .toList();
    }

    private static double start(TranscriptionResponse segment) {
        return seconds(segment.getMetadata().getStartTime());
    }

    private static double end(TranscriptionResponse segment) {
        return seconds(segment.getMetadata().getEndTime());
    }

    private static double seconds(com.google.protobuf.Duration duration) {
        return Durations.toMillis(duration) / 1000.0;
    }
}
