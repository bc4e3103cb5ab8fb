package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UtteranceTextTest {

    /** The model places a part of a word, or its punctuation, after the speech that it skipped. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "' I|\'\'m| here'; I\'m we are here",
                "' stop|.| Here'; stop. we are Here",
                "' stop| Here'; stop we are Here",
                "\u0E2A|\u0E49|\u0E21; \u0E2A\u0E49 we are\u0E21",
            })
    void fillsGapsBetweenWords(String decoded, String expected) {
        // given: speech without a token from 500 to 5000 ms, after the first token
        var text = new UtteranceText(0);
        String[] tokens = decoded.split("\\|");
        List<Token> window = Stream.iterate(0, i -> i < tokens.length, i -> i + 1)
                .map(i -> ScriptedEngine.token(
                        tokens[i], i == 0 ? 0 : 4_500 + 500 * i, 500 + 4_500 * Math.min(1, i) + 500 * i))
                .toList();
        text.update(text.snapshot(), window);
        Gap gap = text.gap(0, 7_000, 1_000, (from, to) -> to - from).orElseThrow();

        // when
        text.fill(gap, List.of(ScriptedEngine.token(" we", 600, 2_000), ScriptedEngine.token(" are", 2_000, 4_800)));

        // then
        assertThat(TokenText.of(text.segment())).isEqualTo(expected);
        assertThat(text.segment()).isSortedAccordingTo((a, b) -> Long.compare(a.startMillis(), b.startMillis()));
    }
}
