package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import io.audiostream.transcriber.engine.Transcript;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    private static List<Token> loopAfter(Transcript transcript, int count) {
        List<Token> tokens = new ArrayList<>(transcript.tokens().subList(0, count));
        for (int i = 0; i < 90; i++) {
            long at = tokens.getLast().endMillis();
            tokens.add(ScriptedEngine.token(" loop", at, at));
        }
        return tokens;
    }
}
