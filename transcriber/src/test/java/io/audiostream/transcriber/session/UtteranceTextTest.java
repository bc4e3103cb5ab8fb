package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.audio.SpeechDetector;
import io.audiostream.transcriber.audio.SpeechFrames;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UtteranceTextTest {

    /** The model places a part of a word, or its punctuation, after the speech that it skipped. */
    @ParameterizedTest(name = "{0}, gap of {2} ms")
    @CsvSource(
            delimiter = ';',
            value = {
                "' I|\'\'m| here'; I\'m we are here; 4500",
                "' stop|.| Here'; stop. we are Here; 4500",
                "' stop| Here'; stop we are Here; 4500",
                "\u0E2A|\u0E49|\u0E21; \u0E2A\u0E49 we are\u0E21; 4500",
                "' thir|teen| here'; thirteen we are here; 4500",
                "' thir|teen| here'; thirteen we are here; 9000",
                "' 1-2-|40|-41'; 1-2- we are40-41; 4500",
                "' 1-2-|40|-41'; 1-2- we are40-41; 9000",
            })
    void fillsGapsBetweenWords(String decoded, String expected, long gapMillis) {
        // given: speech without a token from 500 ms on, after the first token
        var text = new UtteranceText(0);
        List<Token> window = new ArrayList<>();
        for (String token : decoded.split("\\|")) {
            long start = window.isEmpty() ? 0 : gapMillis + 500L * window.size();
            window.add(ScriptedEngine.token(token, start, start + 500));
        }
        text.update(text.snapshot(), window);
        var speech = new SpeechFrames();
        LongStream.range(0, 1_000).forEach(i -> speech.add(i * SpeechDetector.FRAME_SAMPLES, true));
        Gap gap = text.gap(0, window.getLast().endMillis(), true, new UnwrittenSpeech(), new SpeechTimes(speech))
                .orElseThrow();

        // when
        text.fill(gap, List.of(ScriptedEngine.token(" we", 600, 2_000), ScriptedEngine.token(" are", 2_000, 4_800)));

        // then
        assertThat(TokenText.of(text.segment())).isEqualTo(expected);
        assertThat(text.segment()).isSortedAccordingTo((a, b) -> Long.compare(a.startMillis(), b.startMillis()));
    }

    /** The end of the settled text is not exact to the millisecond. */
    @Test
    void replacesHypothesisByWholeWords() {
        // given
        var text = settled();

        // when: a decode did not continue the settled words
        text.replaceHypothesis(List.of(
                ScriptedEngine.token(" We", 0, 500),
                ScriptedEngine.token(" could", 500, 980),
                ScriptedEngine.token(" un", 980, 1_200),
                ScriptedEngine.token("do", 1_200, 1_400),
                ScriptedEngine.token(" it", 1_400, 1_600)));

        // then
        assertThat(TokenText.of(text.segment())).isEqualTo("We can undo it");
        assertThat(text.segment()).isSortedAccordingTo((a, b) -> Long.compare(a.startMillis(), b.startMillis()));
    }

    @Test
    void writesLastSettledWordOnceIfDecodeDropsIt() {
        // given
        var text = settled();

        // when: a decode did not continue the settled words
        text.replaceHypothesis(List.of(
                ScriptedEngine.token(" You", 0, 900),
                ScriptedEngine.token(" can", 900, 1_300),
                ScriptedEngine.token(" undo", 1_300, 1_500)));

        // then
        assertThat(TokenText.of(text.segment())).isEqualTo("We can undo");
    }

    private static UtteranceText settled() {
        var text = new UtteranceText(0);
        text.update(
                text.snapshot(),
                List.of(ScriptedEngine.token(" We", 0, 500), ScriptedEngine.token(" can", 500, 1_000)));
        text.settleAll();
        return text;
    }
}
