package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.audio.SpeechDetector;
import io.audiostream.transcriber.audio.SpeechFrames;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.engine.UnspokenText;
import io.audiostream.transcriber.scheduling.DecodeLane;
import io.audiostream.transcriber.scheduling.DecodeScheduler;
import io.audiostream.transcriber.scheduling.Priority;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The heart of a session: from decodes to the text that the client reads. */
class UtteranceDecodingTest {

    private static final int SAMPLES_PER_MILLI = 16;

    /** Thirty words, each of its own. */
    private static final String WORDS = words(30);

    private final BlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();
    private final List<SegmentText> interims = new ArrayList<>();
    private final List<Utterance.ReadyFinal> finals = new ArrayList<>();
    private final List<String> languages = new ArrayList<>();
    private final List<TextEvent> events = new ArrayList<>();
    private SampleBuffer buffer = new SampleBuffer(0);
    private SpeechFrames speech = new SpeechFrames();
    private DecodeScheduler scheduler;
    private DecodeLane lane;
    private UtteranceDecoding decoding;
    private long speechFrom;

    @AfterEach
    void close() {
        scheduler.close();
    }

    @ParameterizedTest(name = "{0} ms a word, live {1}, segments of {2} ms")
    @CsvSource({
        "300, true, 20000",
        "300, true, 5000",
        "300, true, 2000",
        "300, false, 20000",
        "300, false, 8000",
        "1200, true, 20000",
        "1200, true, 5000",
        "1200, false, 20000",
        "2500, true, 20000",
        "2500, false, 20000",
    })
    void writesEveryWordOnceWithoutPause(long millisPerWord, boolean live, int maxSegmentMillis) {
        // given: up to 75 s without a pause
        var engine = ScriptedEngine.of(millisPerWord, WORDS);
        start(engine, live, maxSegmentMillis, "en");

        // when
        speak(30 * millisPerWord);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script()));
        assertThat(finals)
                .allSatisfy(result -> assertThat(result.end() - result.segment().start())
                        .isLessThanOrEqualTo(Math.max(maxSegmentMillis, millisPerWord) * (long) SAMPLES_PER_MILLI));
        assertThat(events).doesNotContain(TextEvent.WINDOW_FORCED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " The| version| 2|.|0|.|1| costs| 3|.|50|,| in| all| 1|,|000| at| 10|:|30|.",
                " some| of| its| nois|iest| author|ities| in| the| world",
                " Die| Geschwind|igkeits|begrenz|ung| auf| der| Auto|bahn",
                "\u4ECA|\u5929|\u6211|\u4EEC|\u53BB|\u5317|\u4EAC|\uFF0C|\u597D|\u5417|\uFF1F",
                "\u6211|\u4EEC|\u8BF4| machine| learning|\u548C| Happy| New| Year|\u3002",
                "\u0E2A\u0E27|\u0E31\u0E2A|\u0E14\u0E35|\u0E04\u0E23|\u0E31\u0E1A| hello| world",
                " \u0BA8\u0BBE|\u0BA9\u0BCD| \u0BAA\u0BC7|\u0B9A\u0BC1|\u0B95\u0BBF|\u0BB1\u0BC7\u0BA9\u0BCD",
                " no|,| no|,| no|,| no|,| no|,| no|,| the| train| leaves",
            })
    void writesWhatModelWroteInEveryScript(String tokens) {
        // given
        var engine = ScriptedEngine.of(250, tokens);
        start(engine, true, 20_000, "en");

        // when
        speak(engine.script().getLast().endMillis());
        end(EndReason.SILENCE);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script()));
    }

    /** Counting, a long number, and letters that are spelled, which the model writes as one word. */
    @ParameterizedTest(name = "{0}, live {1}")
    @CsvSource({
        "-%d, true",
        "-%d, false",
        "%03d, true",
        "%03d, false",
        "/%d, true",
        "/%d, false",
        "-w%d, true",
        "%2$c, true",
        "%2$c, false",
        "' no', true",
        "no, true",
        "no, false"
    })
    void writesLongTextWithoutSpacesOnce(String format, boolean live) {
        // given
        var engine = ScriptedEngine.of(
                500,
                " It|"
                        + IntStream.range(1, 120)
                                .mapToObj(i -> format.formatted(i, 'a' + i % 26))
                                .collect(Collectors.joining("|")));
        start(engine, live, 20_000, "en");

        // when
        speak(60_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script()));
        assertThat(events).doesNotContain(TextEvent.WINDOW_FORCED);
        assertThat(finals).hasSizeGreaterThanOrEqualTo(3);
    }

    /** What a client was told is settled is the beginning of all later results. */
    @Test
    void neverChangesSettledText() {
        // given
        var engine = ScriptedEngine.of(400, WORDS);
        start(engine, true, 20_000, "en");

        // when
        speak(12_000);
        end(EndReason.SILENCE);

        // then
        String settled = "";
        for (SegmentText interim : interims) {
            assertThat(interim.text()).startsWith(settled);
            assertThat(interim.settledLength()).isGreaterThanOrEqualTo(settled.length());
            settled = interim.text().substring(0, interim.settledLength());
        }
        assertThat(settled.length()).isGreaterThan(TokenText.of(engine.script()).length() / 2);
        assertThat(joinedFinals()).startsWith(settled);
    }

    @Test
    void decodesSpeechThatModelSkipped() {
        // given: windows of more than 4 s end after the second word, as Whisper's sometimes do
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) -> decode.endMillis() - decode.startMillis() > 4_000
                ? withTokens(transcript, transcript.tokens().subList(0, 2), Transcript.Ending.COMPLETE)
                : transcript);
        start(engine, false, 20_000, "en");

        // when
        speak(7_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script().subList(0, 14)));
        assertThat(events).contains(TextEvent.GAP_FILLED);
    }

    /** Speech that repeats earlier sentences makes Whisper jump ahead in long windows. */
    @ParameterizedTest(name = "tokens {0} to {1} of each long window")
    @CsvSource({"3, 7", "0, 3", "5, 99"})
    void settlesNothingBehindSpeechThatInterimsSkip(int from, int to) {
        // given
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) -> decode.request().effort() == Effort.INTERIM
                        && decode.endMillis() - decode.startMillis() > 5_000
                ? withoutTokens(transcript, decode.request().context().prefix().size(), from, to)
                : transcript);
        start(engine, true, 20_000, "en");

        // when
        speak(15_000);
        end(EndReason.SILENCE);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script()));
    }

    /** A person who reads along sees the text grow, although the decodes of long windows skip words. */
    @Test
    void showsSpeechThatInterimsSkip() {
        // given: decodes of long windows end after one new word
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault(UtteranceDecodingTest::withOneNewWordIfLong);
        start(engine, true, 20_000, "en");

        // when
        speak(12_000);

        // then
        List<Integer> lengths = interims.stream().map(SegmentText::wordCount).toList();
        assertThat(lengths.getLast()).isGreaterThanOrEqualTo(20);
        for (int i = 1; i < lengths.size(); i++) {
            assertThat(lengths.get(i))
                    .as("interim %d of %s", i, lengths)
                    .isGreaterThanOrEqualTo(lengths.get(i - 1) - 2);
        }
    }

    @Test
    void decodesSpeechThatInterimsSkipBeforePause() {
        // given: no decode of a long window has more than one new word
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault(UtteranceDecodingTest::withOneNewWordIfLong);
        start(engine, true, 20_000, "en");

        // when
        speak(12_000);

        // then
        assertThat(events).contains(TextEvent.GAP_FILLED);
        assertThat(interims.getLast().settledLength()).isGreaterThan(50);
    }

    @Test
    void decodesSpeechBeforeFirstWord() {
        // given: long windows begin with their last words
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) -> decode.endMillis() - decode.startMillis() > 4_000
                ? withTokens(transcript, lastTokens(transcript, 3), Transcript.Ending.COMPLETE)
                : transcript);
        start(engine, false, 20_000, "en");

        // when
        speak(6_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script().subList(0, 12)));
    }

    /** "Stop!" is shorter than the speech that a word may hide elsewhere. */
    @ParameterizedTest(name = "sentence {0}, live {1}")
    @CsvSource({"0, true", "1, true", "2, true", "0, false", "1, false", "2, false"})
    void decodesShortSentenceBetweenPausesThatModelSkipped(int skipped, boolean live) {
        // given: three sentences of 0.6 s; windows that hold more than one of them skip one
        var engine = ScriptedEngine.of(300, " Ten| clubs.| Hello| world!| Stop| it.")
                .withPause(600, 300)
                .withPause(1_500, 300);
        List<Token> sentence = engine.script().subList(2 * skipped, 2 * skipped + 2);
        engine.fault((transcript, decode) -> decode.endMillis() - decode.startMillis() > 1_400
                ? withTokens(transcript, without(transcript.tokens(), sentence), Transcript.Ending.COMPLETE)
                : transcript);
        start(engine, live, 20_000, "en");

        // when
        for (int i = 0; i < 3; i++) {
            speak(600);
            pause(300);
        }
        end(EndReason.SILENCE);

        // then
        assertThat(joinedFinals()).isEqualTo("Ten clubs. Hello world! Stop it.");
    }

    /** The audio before the utterance may be discarded already. */
    @Test
    void decodesNothingBeforeUtterance() {
        // given: an utterance whose windows skip its first sentence, unless they hold nothing else
        hear(1_000, false);
        var engine = ScriptedEngine.of(300, " Ten| clubs.| Hello| world!| Stop| it| now| please.")
                .withPause(0, 1_000)
                .withPause(1_600, 300);
        List<Token> sentence = engine.script().subList(0, 2);
        engine.fault((transcript, decode) -> decode.endMillis() - decode.startMillis() > 1_000
                ? withTokens(transcript, without(transcript.tokens(), sentence), Transcript.Ending.COMPLETE)
                : transcript);
        start(engine, true, 20_000, "en");

        // when
        speak(600);
        pause(300);
        speak(1_800);
        end(EndReason.SILENCE);

        // then
        assertThat(engine.decodes())
                .allSatisfy(decode -> assertThat(decode.startMillis()).isGreaterThanOrEqualTo(1_000));
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script()));
    }

    /** Whisper's attention for a full stop often spans the speech that the text skips. */
    @Test
    void decodesSpeechThatPunctuationSpans() {
        // given: windows of more than 4 s skip eight words after the second, and write a full stop there
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) -> decode.endMillis() - decode.startMillis() > 4_000
                ? withTokens(transcript, withFullStopForWords(transcript, 2, 10), Transcript.Ending.COMPLETE)
                : transcript);
        start(engine, false, 20_000, "en");

        // when
        speak(7_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(joinedFinals().replace(".", ""))
                .isEqualTo(TokenText.of(engine.script().subList(0, 14)));
    }

    @Test
    void dropsTextOfNoiseBetweenPauses() {
        // given: in a noise of 0.5 s the model finds a word, of which it is not sure
        var engine = ScriptedEngine.of(300, " Ten| clubs.");
        engine.fault((transcript, decode) -> transcript.tokens().isEmpty()
                ? withTokens(
                        transcript,
                        List.of(new Token(7, Math.log(0.2), 300, 600, " you".getBytes(StandardCharsets.UTF_8))),
                        Transcript.Ending.COMPLETE)
                : transcript);
        start(engine, true, 20_000, "en");

        // when
        speak(600);
        pause(300);
        speak(500);
        pause(300);
        end(EndReason.SILENCE);

        // then
        assertThat(joinedFinals()).isEqualTo("Ten clubs.");
        assertThat(events).contains(TextEvent.GAP_WITHOUT_WORDS);
    }

    @Test
    void countsUnspokenText() {
        // given
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, _) -> withUnspoken(transcript));
        start(engine, false, 20_000, "en");

        // when
        speak(3_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(events).contains(TextEvent.UNSPOKEN);
    }

    @Test
    void decodesRestOfFullContext() {
        // given: no window has more than ten tokens
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, _) -> transcript.tokens().size() <= 10
                ? transcript
                : withTokens(transcript, transcript.tokens().subList(0, 10), Transcript.Ending.TOKEN_LIMIT));
        start(engine, false, 20_000, "en");

        // when
        speak(15_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script()));
        assertThat(events).contains(TextEvent.TOKEN_LIMIT);
    }

    @Test
    void decodesAudioOfLoopAgain() {
        // given: long windows end in a loop
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) -> decode.endMillis() - decode.startMillis() <= 8_000
                ? transcript
                : withTokens(transcript, loopAfter(transcript, 3), Transcript.Ending.LOOP));
        start(engine, false, 20_000, "en");

        // when
        speak(15_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(plainWords(joinedFinals())).isEqualTo(plainWords(TokenText.of(engine.script())));
        assertThat(events).contains(TextEvent.LOOP);
    }

    /** Speech after a repetition needs the context of longer windows. */
    @Test
    void decodesLongerWindowsAfterLoop() {
        // given: the first words repeat in windows of more than 2 s
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) ->
                decode.startMillis() < 2_000 && decode.endMillis() - decode.startMillis() > 2_000
                        ? withTokens(transcript, loopAfter(transcript, 1), Transcript.Ending.LOOP)
                        : transcript);
        start(engine, false, 20_000, "en");

        // when
        speak(15_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(plainWords(joinedFinals())).isEqualTo(plainWords(TokenText.of(engine.script())));
        assertThat(engine.decodes()).anySatisfy(decode -> {
            assertThat(decode.startMillis()).isGreaterThan(2_000);
            assertThat(decode.endMillis() - decode.startMillis()).isEqualTo(8_000);
        });
    }

    @Test
    void decodesUpToPauseAfterLoop() {
        // given: long windows loop
        var engine = ScriptedEngine.of(500, WORDS).withPause(7_000, 200);
        engine.fault((transcript, decode) -> decode.endMillis() - decode.startMillis() <= 8_000
                ? transcript
                : withTokens(transcript, loopAfter(transcript, 1), Transcript.Ending.LOOP));
        start(engine, false, 20_000, "en");

        // when
        speak(7_000);
        pause(200);
        speak(8_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script()));
        assertThat(engine.decodes())
                .anySatisfy(decode -> assertThat(decode.endMillis()).isBetween(7_000L, 7_200L));
    }

    /** Sound that the speech detector takes for speech may come before a word. */
    @Test
    void keepsWordAtEndOfDecodedPart() {
        // given: long windows have no words
        var engine = ScriptedEngine.of(500, WORDS).withPause(0, 7_300);
        engine.fault((transcript, decode) -> decode.endMillis() - decode.startMillis() <= 8_000
                ? transcript
                : withTokens(transcript, List.of(), Transcript.Ending.COMPLETE));
        start(engine, false, 20_000, "en");

        // when
        speak(13_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(plainWords(joinedFinals()))
                .isEqualTo(plainWords(TokenText.of(engine.script().subList(0, 11))));
    }

    /** A decode that skips speech may place the settled words behind it. */
    @Test
    void decodesSpeechThatModelSkippedAfterSettledWords() {
        // given: after 5 s, decodes have the settled words only, at the end of the window
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) -> {
            int settled = decode.request().context().prefix().size();
            return settled == 0 || decode.endMillis() <= 5_000
                    ? transcript
                    : withTokens(
                            transcript,
                            transcript.tokens().subList(0, settled).stream()
                                    .map(token -> token.notBefore(decode.endMillis() - decode.startMillis()))
                                    .toList(),
                            Transcript.Ending.COMPLETE);
        });
        start(engine, true, 20_000, "en");

        // when
        speak(8_000);
        end(EndReason.SILENCE);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script().subList(0, 16)));
    }

    @Test
    void showsNoLoopInInterims() {
        // given
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) ->
                decode.request().effort() == Effort.INTERIM && decode.endMillis() - decode.startMillis() > 3_000
                        ? withTokens(transcript, loopAfter(transcript, 5), Transcript.Ending.LOOP)
                        : transcript);
        start(engine, true, 20_000, "en");

        // when
        speak(4_000);
        end(EndReason.SILENCE);

        // then
        assertThat(interims)
                .isNotEmpty()
                .allSatisfy(interim -> assertThat(interim.text()).doesNotContain("loop"));
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script().subList(0, 8)));
    }

    @Test
    void countsRetriesOfEngine() {
        // given
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) -> decode.request().effort() == Effort.FINAL
                ? transcript.retried(Transcript.Retry.UNRELIABLE).retried(Transcript.Retry.LANGUAGE)
                : transcript);
        start(engine, false, 20_000, "en");

        // when
        speak(3_000);
        end(EndReason.SILENCE);

        // then
        assertThat(events).containsExactlyInAnyOrder(TextEvent.RETRY_UNRELIABLE, TextEvent.RETRY_LANGUAGE);
    }

    @Test
    void continuesWithTextBeforeWindow() {
        // given
        var engine = ScriptedEngine.of(300, words(100));
        start(engine, true, 20_000, "en");

        // when
        speak(30_000);
        end(EndReason.SILENCE);

        // then
        assertThat(engine.decodes()).allSatisfy(decode -> {
            assertThat(decode.endMillis() - decode.startMillis()).isLessThanOrEqualTo(28_000);
            assertThat(decode.request().context().previous()).hasSizeLessThanOrEqualTo(64);
        });
        assertThat(engine.decodes().getLast().request().context().previous()).isNotEmpty();
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script()));
    }

    @Test
    void settlesNothingBeforeLanguageIsCertain() {
        // given
        var engine = ScriptedEngine.of(300, WORDS);
        engine.fault((transcript, _) -> new Transcript(transcript.tokens(), Transcript.Ending.COMPLETE, "en", 0.6, 0));
        start(engine, true, 20_000, null);

        // when
        speak(4_000);

        // then
        assertThat(interims)
                .isNotEmpty()
                .allSatisfy(interim -> assertThat(interim.settledLength()).isZero());
    }

    @Test
    void sendsNoTextInImplausibleLanguage() {
        // given
        var engine = ScriptedEngine.of(300, WORDS);
        engine.fault((transcript, _) -> new Transcript(transcript.tokens(), Transcript.Ending.COMPLETE, "zh", 0.3, 0));
        start(engine, true, 20_000, null);

        // when
        speak(3_000);

        // then
        assertThat(interims).isEmpty();
        end(EndReason.SILENCE);
        assertThat(finals).hasSize(1);
    }

    /**
     * Singing, or a language that the model does not know: a segment over its maximum length has no word to end after.
     */
    @Test
    void decodesSpeechWithoutWordsAtIntervals() {
        // given
        var engine = ScriptedEngine.of(500, words(100));
        engine.fault((transcript, _) -> withTokens(transcript, List.of(), Transcript.Ending.COMPLETE));
        start(engine, true, 5_000, "en");

        // when
        speak(45_000);
        end(EndReason.SILENCE);

        // then
        long finalDecodes = engine.decodes().stream()
                .filter(decode -> decode.request().effort() == Effort.FINAL)
                .count();
        assertThat(finalDecodes).isLessThan(45);
        assertThat(finals)
                .singleElement()
                .satisfies(result -> assertThat(result.text().text()).isEmpty());
    }

    /** An engine that fails to continue the settled tokens must not be asked again and again. */
    @Test
    void endsUtteranceWhoseFinalDoesNotContinueSettledText() {
        // given
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) -> decode.request().effort() == Effort.FINAL
                ? withTokens(transcript, lastTokens(transcript, 4), Transcript.Ending.COMPLETE)
                : transcript);
        start(engine, true, 20_000, "en");

        // when
        speak(6_000);
        end(EndReason.SILENCE);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script().subList(0, 12)));
    }

    /** The speech may end before, while or after what the decode of its pause skipped is decoded. */
    @ParameterizedTest(name = "after {0} steps")
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void writesSpeechOnceThatDecodeOfPauseSkipped(int stepsBetween) {
        // given: the decode of the whole utterance skips two stretches
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) -> {
            List<Token> tokens = new ArrayList<>(transcript.tokens());
            if (decode.startMillis() < 100 && decode.endMillis() > 7_000) {
                tokens.subList(10, 14).clear();
                tokens.subList(2, 6).clear();
            }
            return withTokens(transcript, tokens, Transcript.Ending.COMPLETE);
        });
        start(engine, true, 20_000, "en");
        hear(10_000, true);
        decoding.pause(buffer.end());

        // when
        for (int i = 0; i < stepsBetween; i++) {
            runStep();
        }
        end(EndReason.SILENCE);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script().subList(0, 20)));
    }

    @Test
    void deliversUtterancesInOrder() {
        // given
        var engine = ScriptedEngine.of(500, WORDS);
        start(engine, false, 20_000, "en");

        // when
        speak(2_000);
        end(EndReason.SILENCE);
        begin();
        speak(3_000);
        end(EndReason.SILENCE);

        // then
        assertThat(finals)
                .extracting(result -> result.text().text())
                .containsExactly("w0 w1 w2 w3", "w4 w5 w6 w7 w8 w9");
    }

    /** The pause is too short to end the utterance. */
    @ParameterizedTest(name = "live {0}")
    @ValueSource(booleans = {true, false})
    void endsSegmentWhereLanguageChanges(boolean live) {
        // given
        var engine = ScriptedEngine.of(400, WORDS).withPause(4_000, 300).speaking("zh", 4_300);
        start(engine, live, 20_000, null);

        // when
        speak(4_000);
        pause(300);
        speak(8_000);
        end(EndReason.SILENCE);

        // then
        assertThat(finals).hasSize(2);
        assertThat(finals.getFirst().text().text())
                .isEqualTo(TokenText.of(engine.script().subList(0, 10)));
        assertThat(finals.getLast().text().text())
                .isEqualTo(TokenText.of(engine.script().subList(10, 30)));
        assertThat(languages).containsExactly("en", "zh");
        assertThat(finals).extracting(Utterance.ReadyFinal::reason).containsOnly(EndReason.SILENCE);
        assertThat(events).containsOnlyOnce(TextEvent.LANGUAGE_CHANGED);
    }

    /** Words in another language must not settle in the language before. */
    @Test
    void settlesNothingBeforeLanguageAfterPauseIsCertain() {
        // given
        var engine = ScriptedEngine.of(400, WORDS).withPause(4_000, 300).speaking("zh", 4_300);
        start(engine, true, 20_000, null);

        // when
        speak(4_000);
        pause(300);
        speak(8_000);

        // then
        assertThat(interims)
                .allSatisfy(interim -> assertThat(TokenText.of(interim.tokens().subList(0, interim.settled())))
                        .doesNotContain("wrong"));
        assertThat(interims.getLast().settled()).isGreaterThan(10);
    }

    /** The detection after a pause is restricted as well. */
    @ParameterizedTest(name = "live {0}")
    @ValueSource(booleans = {true, false})
    void detectsOnlyAmongLanguagesOfClient(boolean live) {
        // given
        var engine = ScriptedEngine.of(400, WORDS)
                .withPause(4_000, 300)
                .speaking("zh", 4_300)
                .speaking("de", 9_000);
        startWith(engine, live, 20_000, LanguageChoice.among(Set.of("en", "de")));

        // when
        speak(4_000);
        pause(300);
        speak(8_000);
        end(EndReason.SILENCE);

        // then
        assertThat(engine.decodes()).allSatisfy(decode -> {
            assertThat(decode.request().candidateLanguages()).containsExactlyInAnyOrder("en", "de");
            assertThat(decode.request().language()).isNotEqualTo("zh");
        });
        assertThat(languages).isNotEmpty().doesNotContain("zh");
    }

    /** Detection of the language after each pause costs nothing. */
    @ParameterizedTest(name = "live {0}, pauses of {1} ms")
    @CsvSource({"true, 300", "true, 500", "false, 300", "false, 500"})
    void decodesOneLanguageAsOftenAsIfItWasGiven(boolean live, int pauseMillis) {
        // given
        List<Integer> decodes = new ArrayList<>();
        List<Integer> results = new ArrayList<>();

        // when
        for (String language : new String[] {"en", null}) {
            var engine = ScriptedEngine.of(400, WORDS)
                    .withPause(4_000, pauseMillis)
                    .withPause(7_200 + pauseMillis, pauseMillis);
            start(engine, live, 20_000, language);
            speak(4_000);
            pause(pauseMillis);
            speak(3_200);
            pause(pauseMillis);
            speak(4_800);
            end(EndReason.SILENCE);
            assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script()));
            decodes.add(engine.decodes().size());
            results.add(interims.size() + 1_000 * finals.size());
            reset();
        }

        // then
        assertThat(decodes.getLast()).isEqualTo(decodes.getFirst());
        assertThat(results.getLast()).isEqualTo(results.getFirst());
    }

    private void start(ScriptedEngine engine, boolean live, int maxSegmentMillis, String language) {
        startWith(engine, live, maxSegmentMillis, language == null ? LanguageChoice.ANY : LanguageChoice.of(language));
    }

    private void startWith(ScriptedEngine engine, boolean live, int maxSegmentMillis, LanguageChoice language) {
        scheduler = new DecodeScheduler(engine, 1);
        lane = scheduler.openLane(live ? Priority.LIVE : Priority.RECORDING);
        var options = new UtteranceOptions(
                language,
                "",
                live,
                Duration.ofMillis(500),
                new EndpointingConfig(Duration.ofMillis(700), Duration.ofMillis(maxSegmentMillis)));
        var config = new SessionConfig(live, AudioFormat.UNSPECIFIED, false, true, false, true, options, List.of());
        decoding = new UtteranceDecoding(config, buffer, speech, lane, steps::add, new Recorder());
        begin();
    }

    private void reset() {
        scheduler.close();
        interims.clear();
        finals.clear();
        buffer = new SampleBuffer(0);
        speech = new SpeechFrames();
    }

    private void begin() {
        speechFrom = buffer.end();
        decoding.open(speechFrom);
    }

    /** Receives speech in steps of 100 ms, each after the decodes of the step before. */
    private void speak(long millis) {
        receive(millis, true);
    }

    private void pause(long millis) {
        receive(millis, false);
    }

    private void receive(long millis, boolean isSpeech) {
        for (long at = 0; at < millis; at += 100) {
            hear(100, isSpeech);
            decoding.grow();
            runSteps();
        }
    }

    private void hear(long millis, boolean isSpeech) {
        long from = buffer.end();
        long to = from + millis * SAMPLES_PER_MILLI;
        buffer.append(ScriptedEngine.samples(from, to));
        for (long frame = from / SpeechDetector.FRAME_SAMPLES;
                (frame + 1) * SpeechDetector.FRAME_SAMPLES <= to;
                frame++) {
            speech.add(frame * SpeechDetector.FRAME_SAMPLES, isSpeech);
        }
    }

    /** Runs the session's next step, if a decode is pending or a step waits. */
    private void runStep() {
        Runnable step = steps.poll();
        while (step == null && !scheduler.idle()) {
            Thread.onSpinWait();
            step = steps.poll();
        }
        if (step != null) {
            step.run();
        }
    }

    private void end(EndReason reason) {
        decoding.close(new UtteranceEnd(buffer.end(), reason));
        runSteps();
    }

    /** Runs the session's steps until no decode is pending. */
    private void runSteps() {
        while (true) {
            boolean idle = scheduler.idle();
            Runnable step = steps.poll();
            if (step != null) {
                step.run();
            } else if (idle) {
                return;
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private String joinedFinals() {
        List<Token> tokens = finals.stream()
                .flatMap(result -> result.text().tokens().stream())
                .toList();
        return TokenText.of(tokens);
    }

    private static String words(int count) {
        return IntStream.range(0, count).mapToObj(i -> " w" + i).collect(Collectors.joining("|"));
    }

    /** Returns the transcript without some of the tokens after its prefix. */
    private static Transcript withoutTokens(Transcript transcript, int prefix, int from, int to) {
        List<Token> tokens = new ArrayList<>(transcript.tokens());
        tokens.subList(Math.min(tokens.size(), prefix + from), Math.min(tokens.size(), prefix + to))
                .clear();
        return withTokens(transcript, tokens, Transcript.Ending.COMPLETE);
    }

    private static List<Token> withFullStopForWords(Transcript transcript, int from, int to) {
        List<Token> tokens = new ArrayList<>(transcript.tokens());
        List<Token> skipped = tokens.subList(from, to);
        Token stop = ScriptedEngine.token(
                ".", skipped.getFirst().startMillis(), skipped.getLast().endMillis());
        skipped.clear();
        tokens.add(from, stop);
        return tokens;
    }

    private static List<Token> without(List<Token> tokens, List<Token> others) {
        Set<Integer> ids = others.stream().map(Token::id).collect(Collectors.toSet());
        return tokens.stream().filter(token -> !ids.contains(token.id())).toList();
    }

    private static Transcript withUnspoken(Transcript transcript) {
        List<Token> tokens = new ArrayList<>(transcript.tokens());
        tokens.add(ScriptedEngine.token(" Subtitles by the community of viewers.", 3_000, 3_000));
        return UnspokenText.removeFrom(withTokens(transcript, tokens, Transcript.Ending.COMPLETE), 0);
    }

    /** Ends the transcript of a long window after one word that is not in its prefix. */
    private static Transcript withOneNewWordIfLong(Transcript transcript, ScriptedEngine.Decode decode) {
        return decode.endMillis() - decode.startMillis() > 5_000
                ? withoutTokens(transcript, decode.request().context().prefix().size(), 1, 99)
                : transcript;
    }

    private static List<Token> lastTokens(Transcript transcript, int count) {
        List<Token> tokens = transcript.tokens();
        return tokens.subList(Math.max(0, tokens.size() - count), tokens.size());
    }

    private static List<Token> loopAfter(Transcript transcript, int count) {
        List<Token> tokens = new ArrayList<>(transcript.tokens().subList(0, count));
        for (int i = 0; i < 90; i++) {
            long at = tokens.getLast().endMillis();
            tokens.add(ScriptedEngine.token(" loop", at, at));
        }
        return tokens;
    }

    /** Returns the text without what a cut between two windows leaves of a word. */
    private static List<String> plainWords(String text) {
        return List.of(text.split(" ")).stream()
                .filter(word -> word.matches("w\\d+"))
                .distinct()
                .toList();
    }

    private static Transcript withTokens(Transcript transcript, List<Token> tokens, Transcript.Ending ending) {
        return new Transcript(tokens, ending, transcript.language(), transcript.languageProbability(), 0);
    }

    private final class Recorder implements TextOutcome {

        @Override
        public void onInterim(Segment segment, SegmentText text, SpokenLanguage language, long end) {
            if (!segment.sent()) {
                segment.number(finals.size());
            }
            interims.add(text);
        }

        @Override
        public void onFinal(Utterance.ReadyFinal result, SpokenLanguage language) {
            finals.add(result);
            languages.add(language.code());
        }

        @Override
        public void onProgress() {}

        @Override
        public void onEvent(TextEvent event) {
            events.add(event);
        }

        @Override
        public void onFailed(EngineException failure) {
            throw new AssertionError(failure);
        }
    }
}
