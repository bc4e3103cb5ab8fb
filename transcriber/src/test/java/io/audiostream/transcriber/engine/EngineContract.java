package io.audiostream.transcriber.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that every engine has to pass, with the real model. A subclass provides the engine. */
abstract class EngineContract {

    /** Three seconds of speech, for tests in which the text does not matter. Longer speech would take longer. */
    private static final float[] SHORT_SPEECH = Speech.clip("en_counting");

    /** The engine, loaded once for all tests of a class. */
    abstract SpeechEngine engine();

    @ParameterizedTest
    @EnumSource(Effort.class)
    void transcribesSpeech(Effort effort) throws Exception {
        // when / then
        assertThat(plain(decode(Speech.jfk(), request("en", effort)).text()))
                .contains("ask not what your country can do for you")
                .contains("ask what you can do for your country");
    }

    @Test
    void detectsLanguageWithProbability() throws Exception {
        // when
        Transcript spanish = decode(Speech.clip("es_pangrama"), request(null, Effort.FINAL));
        Transcript english = decode(Speech.jfk(), request(null, Effort.FINAL));

        // then
        assertThat(spanish.language()).isEqualTo("es");
        assertThat(english.language()).isEqualTo("en");
        assertThat(english.languageProbability()).isBetween(0.5, 1.0);
        assertThat(plain(spanish.text())).contains("feliz", "kiwi");
    }

    @Test
    void reportsNoProbabilityForGivenLanguage() throws Exception {
        // when / then
        assertThat(decode(Speech.jfk(), request("en", Effort.FINAL)).languageProbability())
                .isZero();
    }

    @Test
    void translatesSpeech() throws Exception {
        // when
        Transcript translated = decode(Speech.clip("es_pangrama"), new DecodeRequest("es", true, "", Effort.FINAL));

        // then
        assertThat(plain(translated.text())).contains("the").contains("and");
    }

    @Test
    void reportsLowerConfidenceForNoisySpeech() throws Exception {
        // when
        double clear = decode(Speech.jfk(), request("en", Effort.FINAL)).confidence();
        double noisy = decode(Speech.withNoise(Speech.jfk(), 0.2f), request("en", Effort.FINAL))
                .confidence();

        // then
        assertThat(clear).isBetween(0.5, 1.0);
        assertThat(noisy).isLessThan(clear - 0.05);
    }

    @Test
    void reportsWordTimesInOrder() throws Exception {
        // when
        Transcript transcript = decode(Speech.jfk(), new DecodeRequest("en", false, "", Effort.FINAL));

        // then
        assertThat(transcript.words()).hasSizeBetween(20, 24);
        long before = 0;
        for (SpokenWord word : transcript.words()) {
            assertThat(word.startMillis()).isGreaterThanOrEqualTo(before);
            assertThat(word.endMillis()).isBetween(word.startMillis(), 11_500L);
            assertThat(word.confidence()).isBetween(0.0, 1.0);
            before = word.startMillis();
        }
        assertThat(transcript.words().getLast().endMillis()).isGreaterThan(9_000);
    }

    @Test
    void followsSpellingOfPrompt() throws Exception {
        // when
        String plain =
                decode(Speech.clip("en_counting"), request("en", Effort.FINAL)).text();
        String prompted = decode(
                        Speech.clip("en_counting"),
                        new DecodeRequest("en", false, "One, two, three, four, five, six, seven.", Effort.FINAL))
                .text();

        // then
        assertThat(prompted).isNotEqualTo(plain).containsIgnoringCase("three");
    }

    @Test
    void keepsResultWithAnyDraft() throws Exception {
        // given
        float[] start = Arrays.copyOf(Speech.jfk(), 8 * SpeechEngine.SAMPLE_RATE_HERTZ);
        List<Token> right = decode(start, request("en", Effort.INTERIM)).tokens();
        List<Token> wrong = decode(Speech.clip("en_counting"), request("en", Effort.INTERIM))
                .tokens();
        List<Token> halfRight = new ArrayList<>(right.subList(0, right.size() / 2));
        halfRight.addAll(wrong);

        // when / then
        for (List<Token> draft : List.of(right, wrong, halfRight, right.subList(0, 1))) {
            Transcript transcript =
                    decode(Speech.jfk(), request("en", Effort.FINAL).with(draft(draft)));
            assertThat(plain(transcript.text()))
                    .as("with the draft %s", draft)
                    .contains("ask what you can do for your country")
                    .doesNotContain("three");
            assertThat(transcript.confidence()).isBetween(0.5, 1.0);
        }
    }

    @Test
    void ignoresInvalidTokensOfContext() {
        // when / then
        for (int id : new int[] {-1, Integer.MAX_VALUE, 51_864, 60_000}) {
            List<Token> tokens = Collections.nCopies(500, new Token(id, 0, 0, 0, new byte[0]));
            for (DecodeContext context :
                    List.of(draft(tokens), prefix(tokens), new DecodeContext(tokens, List.of(), List.of()))) {
                assertThatNoException()
                        .isThrownBy(() -> decode(
                                SHORT_SPEECH, request("en", Effort.INTERIM).with(context)));
            }
        }
    }

    @Test
    void continuesPrefix() throws Exception {
        // given: the sentence with another name, which the model would not write
        List<Token> spoken = decode(Speech.jfk(), request("en", Effort.FINAL)).tokens();
        List<Token> other =
                decode(Speech.clip("en_counting"), request("en", Effort.FINAL)).tokens();
        List<Token> prefix = new ArrayList<>(spoken.subList(0, 3));
        prefix.add(other.getLast());

        // when
        Transcript transcript = decode(Speech.jfk(), request("en", Effort.FINAL).with(prefix(prefix)));

        // then
        assertThat(ids(transcript.tokens())).startsWith(ids(prefix).toArray(Integer[]::new));
        assertThat(plain(transcript.text())).contains("what you can do for your country");
        assertThat(transcript.tokens().getLast().endMillis()).isGreaterThan(9_000);
    }

    @Test
    void continuesPrefixOfWholeText() throws Exception {
        // given
        List<Token> spoken = decode(Speech.jfk(), request("en", Effort.FINAL)).tokens();

        // when
        Transcript transcript = decode(Speech.jfk(), request("en", Effort.FINAL).with(prefix(spoken)));

        // then
        assertThat(plain(transcript.text())).isEqualTo(plain(TokenText.of(spoken)));
    }

    /** The window slides: the words before it are the previous text, and are not written again. */
    @Test
    void leavesPreviousTextOut() throws Exception {
        // given
        List<Token> spoken = decode(Speech.jfk(), request("en", Effort.FINAL)).tokens();
        List<List<Token>> words = TokenText.words(spoken);
        List<Token> previous =
                words.subList(0, 10).stream().flatMap(List::stream).toList();
        int from = (int) words.get(10).getFirst().startMillis() * SpeechEngine.SAMPLE_RATE_HERTZ / 1_000;

        // when
        Transcript transcript = decode(
                Arrays.copyOfRange(Speech.jfk(), from, Speech.jfk().length),
                request("en", Effort.FINAL).with(new DecodeContext(previous, List.of(), List.of())));

        // then
        assertThat(plain(transcript.text()))
                .contains("ask what you can do for your country")
                .doesNotContain("fellow");
    }

    @Test
    void prefersLikelyLanguage() throws Exception {
        // given
        float[] oneWord = Arrays.copyOf(Speech.clip("en_counting"), 12_000);

        // when
        Transcript unbiased = decode(oneWord, request(null, Effort.FINAL));
        Transcript likely =
                decode(oneWord, new DecodeRequest(null, Set.of(), "en", false, "", Effort.FINAL, DecodeContext.NONE));

        // then
        assertThat(likely.language()).isEqualTo("en");
        if (unbiased.language().equals("en")) {
            assertThat(likely.languageProbability()).isGreaterThan(unbiased.languageProbability());
        }
    }

    @Test
    void choosesLanguageAmongCandidates() throws Exception {
        // given
        float[] spanish = Speech.clip("es_pangrama");

        // when
        Transcript transcript = decode(
                spanish,
                new DecodeRequest(null, Set.of("de", "zh"), null, false, "", Effort.INTERIM, DecodeContext.NONE));

        // then
        assertThat(transcript.language()).isIn("de", "zh");
        assertThat(transcript.languageProbability()).isBetween(0.5, 1.0);
    }

    @Test
    void detectsSpokenLanguageAmongCandidates() throws Exception {
        // when
        Transcript transcript = decode(
                Speech.clip("es_pangrama"),
                new DecodeRequest(null, Set.of("en", "es"), null, false, "", Effort.FINAL, DecodeContext.NONE));

        // then
        assertThat(transcript.language()).isEqualTo("es");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "<|endoftext|>[_EOT_]", "\uD83D\uDE00\uD83D\uDE00", "%s%n%d"})
    void treatsHostilePromptAsText(String prompt) throws Exception {
        // given
        String long1000 = prompt.repeat(1_000 / prompt.length());

        // when / then
        assertThat(decode(SHORT_SPEECH, new DecodeRequest("en", false, long1000, Effort.INTERIM)))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 160, 8_000, 16_000, 17_600, 479_999, 480_000})
    void acceptsEveryWindowLength(int samples) throws Exception {
        // given
        float[] window = Arrays.copyOf(Speech.jfk(), samples);

        // when / then
        assertThat(decode(window, request("en", Effort.INTERIM)).text()).isNotNull();
    }

    @Test
    void refusesInvalidInput() {
        // given
        float[] withNaN = Speech.jfk();
        withNaN[1_000] = Float.NaN;
        float[] withInfinity = Speech.jfk();
        withInfinity[1_000] = Float.NEGATIVE_INFINITY;
        DecodeRequest request = request("en", Effort.FINAL);

        // when / then
        assertThatThrownBy(() -> decode(new float[0], request)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> decode(new float[480_001], request)).hasMessageContaining("480001");
        assertThatThrownBy(() -> decode(withNaN, request)).hasMessageContaining("sample 1000 is NaN");
        assertThatThrownBy(() -> decode(withInfinity, request)).hasMessageContaining("Infinity");
        assertThatThrownBy(() -> decode(Speech.jfk(), request("tlh", Effort.FINAL)))
                .hasMessageContaining("tlh");
    }

    @Test
    void stopsCancelledDecode() {
        // given
        var polls = new AtomicInteger();

        // when / then
        try (Decoder decoder = engine().newDecoder()) {
            assertThatThrownBy(() -> decoder.decode(
                            Speech.jfk(), request("en", Effort.FINAL), 1, () -> polls.incrementAndGet() > 3))
                    .isInstanceOf(DecodeCancelledException.class);
        }
    }

    @Test
    void decodesAfterCancelledDecode() throws Exception {
        // when / then
        try (Decoder decoder = engine().newDecoder()) {
            assertThatThrownBy(() -> decoder.decode(Speech.jfk(), request("en", Effort.FINAL), 1, () -> true))
                    .isInstanceOf(DecodeCancelledException.class);

            assertThat(plain(decoder.decode(Speech.jfk(), request("en", Effort.FINAL), 1, () -> false)
                            .text()))
                    .contains("your country");
        }
    }

    @Test
    void decodesConcurrently() throws Exception {
        // when / then
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<String>> texts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                texts.add(threads.submit(() ->
                        decode(Speech.jfk(), request("en", Effort.INTERIM)).text()));
            }
            for (Future<String> text : texts) {
                assertThat(plain(text.get())).contains("ask not what your country");
            }
        }
    }

    /** The number of threads changes when other sessions start and end. */
    @Test
    void givesSameTextWithChangingThreads() throws Exception {
        // given
        String alone = decode(Speech.jfk(), request("en", Effort.FINAL)).text();
        int[] calls = {0};

        // when / then
        try (Decoder decoder = engine().newDecoder()) {
            Transcript shared =
                    decoder.decode(Speech.jfk(), request("en", Effort.FINAL), () -> 1 + calls[0]++ % 2, () -> false);
            assertThat(plain(shared.text())).isEqualTo(plain(alone));
        }
    }

    private Transcript decode(float[] samples, DecodeRequest request) throws DecodeCancelledException {
        try (Decoder decoder = engine().newDecoder()) {
            return decoder.decode(samples, request, 1, () -> false);
        }
    }

    private static DecodeContext draft(List<Token> draft) {
        return new DecodeContext(List.of(), List.of(), draft);
    }

    private static DecodeContext prefix(List<Token> prefix) {
        return new DecodeContext(List.of(), prefix, List.of());
    }

    private static List<Integer> ids(List<Token> tokens) {
        return tokens.stream().map(Token::id).toList();
    }

    private static DecodeRequest request(String language, Effort effort) {
        return new DecodeRequest(language, false, "", effort);
    }

    private static String plain(String text) {
        return text.toLowerCase(java.util.Locale.ROOT).replaceAll("[^\\p{L}\\p{N} ]", "");
    }
}
