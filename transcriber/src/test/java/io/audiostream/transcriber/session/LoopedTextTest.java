package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import io.audiostream.transcriber.engine.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that repeats a phrase without end is decoded again. */
class LoopedTextTest extends DecodingFixture {

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

    /** A loop may stand in place of a few words. */
    @ParameterizedTest
    @ValueSource(ints = {500, 1_000, 2_000})
    void decodesAudioOfShortLoopAgain(int loopMillis) {
        // given
        ScriptedEngine engine = withShortLoop(loopMillis);
        start(engine, false, 20_000, "en");

        // when
        speak(6_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script().subList(0, 24)));
        assertThat(events).containsOnlyOnce(TextEvent.LOOP, TextEvent.GAP_FILLED);
    }

    /** Without exact times the audio of a short loop is not known: a decode of it could lose and double other words. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 2_500})
    void keepsShortLoopOfEngineWithoutExactTimes(int loopMillis) {
        // given
        ScriptedEngine engine = withShortLoop(loopMillis).withInexactTimes();
        start(engine, false, 20_000, "en");

        // when
        speak(6_000);
        end(EndReason.END_OF_AUDIO);

        // then
        List<Token> script = engine.script();
        assertThat(joinedFinals())
                .isEqualTo(TokenText.of(script.subList(0, 8))
                        + " loop".repeat(8) + " "
                        + TokenText.of(script.subList(8 + loopMillis / 250, 24)));
        assertThat(events).doesNotContain(TextEvent.LOOP);
    }

    /** Windows longer than the loop have it in place of the words from 2 s on. */
    private static ScriptedEngine withShortLoop(int loopMillis) {
        var engine = ScriptedEngine.of(250, WORDS);
        engine.fault((transcript, decode) -> decode.endMillis() - decode.startMillis() <= loopMillis
                ? transcript
                : withTokens(transcript, loopInstead(transcript, 8, 8 + loopMillis / 250), Transcript.Ending.COMPLETE));
        return engine;
    }

    /** The end of a gap is decoded too if the gap is decoded in parts. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void decodesRestOfLongGap(boolean exactTimes) {
        // given: a long window ends early
        var engine = ScriptedEngine.of(250, words(60));
        if (!exactTimes) {
            engine.withInexactTimes();
        }
        engine.fault((transcript, decode) -> decode.endMillis() - decode.startMillis() <= 8_000
                ? transcript
                : withTokens(transcript, transcript.tokens().subList(0, 8), Transcript.Ending.COMPLETE));
        start(engine, false, 20_000, "en");

        // when
        speak(10_500);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(joinedFinals()).isEqualTo(TokenText.of(engine.script().subList(0, 42)));
    }

    /** Speech after a repetition needs the context of longer windows. */
    @Test
    void decodesLongerWindowsAfterLoop() {
        // given
        var engine = startLooping();

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
    void countsLoopOfEachDecode() {
        // given
        var engine = startLooping();

        // when
        speak(15_000);
        end(EndReason.END_OF_AUDIO);

        // then
        assertThat(events.stream().filter(TextEvent.LOOP::equals))
                .hasSameSizeAs(
                        engine.decodes().stream().filter(LoopedTextTest::loops).toList())
                .hasSizeGreaterThan(1);
    }

    /** The first words repeat in windows of more than 2 s. */
    private ScriptedEngine startLooping() {
        var engine = ScriptedEngine.of(500, WORDS);
        engine.fault((transcript, decode) ->
                loops(decode) ? withTokens(transcript, loopAfter(transcript, 1), Transcript.Ending.LOOP) : transcript);
        start(engine, false, 20_000, "en");
        return engine;
    }

    private static boolean loops(ScriptedEngine.Decode decode) {
        return decode.startMillis() < 2_000 && decode.endMillis() - decode.startMillis() > 2_000;
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

    private static List<Token> loopInstead(Transcript transcript, int from, int to) {
        List<Token> tokens = new ArrayList<>(transcript.tokens());
        long start = tokens.get(from).startMillis();
        long millis = (tokens.get(to - 1).endMillis() - start) / 8;
        List<Token> loop = IntStream.range(0, 8)
                .mapToObj(i -> ScriptedEngine.token(" loop", start + i * millis, start + (i + 1) * millis))
                .toList();
        tokens.subList(from, to).clear();
        tokens.addAll(from, loop);
        return tokens;
    }

    private static List<Token> loopAfter(Transcript transcript, int count) {
        List<Token> tokens = new ArrayList<>(transcript.tokens().subList(0, count));
        for (int i = 0; i < 90; i++) {
            long at = tokens.getLast().endMillis();
            tokens.add(ScriptedEngine.token(" loop", at, at));
        }
        return tokens;
    }
}
