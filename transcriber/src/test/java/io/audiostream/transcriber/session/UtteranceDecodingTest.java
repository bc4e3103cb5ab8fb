package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.engine.UnspokenText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The heart of a session: from decodes to the text that the client reads. */
class UtteranceDecodingTest extends DecodingFixture {

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
    void countsRetriesOfEngine() {
        // given
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) -> decode.request().effort() == Effort.FINAL
                ? transcript
                        .retried(Transcript.Retry.UNRELIABLE)
                        .retried(Transcript.Retry.LOOP)
                        .retried(Transcript.Retry.LANGUAGE)
                : transcript);
        start(engine, false, 20_000, "en");

        // when
        speak(3_000);
        end(EndReason.SILENCE);

        // then
        assertThat(events)
                .containsExactlyInAnyOrder(TextEvent.RETRY_UNRELIABLE, TextEvent.RETRY_LOOP, TextEvent.RETRY_LANGUAGE);
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

    /** A decode may begin in the pause that ends the utterance. */
    @Test
    void endsUtteranceWhoseDecodeReachesBeyondIt() {
        // given: sound without words
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, _) -> withTokens(transcript, List.of(), Transcript.Ending.COMPLETE));
        start(engine, true, 2_000, "en");
        hear(6_500, true);
        hear(1_000, false);
        decoding.grow();

        // when
        decoding.close(new UtteranceEnd(6_800 * SAMPLES_PER_MILLI, EndReason.SILENCE));
        runSteps();

        // then
        assertThat(finals)
                .singleElement()
                .satisfies(result -> assertThat(result.end()).isEqualTo(6_800 * SAMPLES_PER_MILLI));
        assertThat(decoding.idle()).isTrue();
    }

    /** The model finds words in the closing pause, and a segment is cut at one of them before the utterance ends. */
    @Test
    void endsUtteranceWhoseLastSegmentBeginsBehindIt() {
        // given
        var engine = ScriptedEngine.of(100, words(100));
        start(engine, true, 2_000, "en");
        speak(8_000);
        pause(600);

        // when: the speech ended before the last cut
        decoding.close(new UtteranceEnd(3_000 * SAMPLES_PER_MILLI, EndReason.SILENCE));
        runSteps();

        // then
        assertThat(finals.get(finals.size() - 2).end()).isGreaterThan(3_000 * SAMPLES_PER_MILLI);
        assertThat(decoding.idle()).isTrue();
    }

    /** An interim may read beyond a pause and end a segment there, before the pause itself is decoded. */
    @Test
    void sendsInterimOfSegmentThatBeginsBehindPause() {
        // given
        start(ScriptedEngine.of(100, words(100)), true, 2_000, "en");
        speak(8_000);
        interims.clear();

        // when
        decoding.pause(6_000 * SAMPLES_PER_MILLI);
        runSteps();

        // then
        assertThat(interims).isNotEmpty();
        assertThat(finals.getLast().end()).isGreaterThan(6_000 * SAMPLES_PER_MILLI);
    }

    /** Sound in which the model finds no words does not hold up the words after it, and is counted. */
    @ParameterizedTest(name = "live: {0}")
    @ValueSource(booleans = {true, false})
    void leavesWindowWithoutWordsBehind(boolean live) {
        // given
        start(ScriptedEngine.of(400, WORDS).withPause(0, 40_000), live, 20_000, "en");

        // when
        speak(52_000);
        end(EndReason.SILENCE);

        // then
        assertThat(joinedFinals().split(" "))
                .containsExactly(WORDS.replace(" ", "").split("\\|"));
        assertThat(events).contains(TextEvent.WINDOW_FORCED);
    }

    /** Audio that is settled is not kept, however long the speaker speaks. */
    @Test
    void needsAudioOfWindowOnly() {
        // given
        start(ScriptedEngine.of(300, words(200)), true, 20_000, "en");

        // when
        speak(60_000);

        // then
        assertThat(decoding.neededFrom(buffer.end())).isGreaterThan(35_000 * SAMPLES_PER_MILLI);
        end(EndReason.SILENCE);
        assertThat(plainWords(joinedFinals())).hasSize(200);
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

    private static Transcript withUnspoken(Transcript transcript) {
        List<Token> tokens = new ArrayList<>(transcript.tokens());
        tokens.add(ScriptedEngine.token(" Subtitles by the community of viewers.", 3_000, 3_000));
        return UnspokenText.removeFrom(withTokens(transcript, tokens, Transcript.Ending.COMPLETE), 0);
    }
}
