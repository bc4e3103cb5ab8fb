package io.audiostream.transcriber.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WordAssemblerTest {

    @Test
    void splitsWordsAtLeadingSpace() {
        // when
        Transcript transcript = assemble(true, " And", " so", ",", " my", " fel", "low");

        // then
        assertThat(transcript.text()).isEqualTo("And so, my fellow");
        assertThat(transcript.words()).extracting(SpokenWord::text).containsExactly("And", "so,", "my", "fellow");
    }

    @Test
    void givesGeometricMeanOfTokenProbabilitiesAsConfidence() {
        // given
        var words = new WordAssembler(true);
        words.add(token(" a", 0.9, 0, 10));
        words.add(token("b", 0.4, 10, 20));
        words.add(token(" c", 0.6, 20, 30));

        // when
        Transcript transcript = words.transcript("en", 0);

        // then
        assertThat(transcript.words().get(0).confidence()).isCloseTo(Math.sqrt(0.9 * 0.4), within(1e-6));
        assertThat(transcript.words().get(1).confidence()).isCloseTo(0.6, within(1e-6));
        assertThat(transcript.confidence()).isCloseTo(Math.cbrt(0.9 * 0.4 * 0.6), within(1e-6));
    }

    @Test
    void keepsTimesMonotonic() {
        // given
        var words = new WordAssembler(true);
        words.add(token(" one", 1, 10, 50));
        words.add(token(" two", 1, 30, 40));
        words.add(token(" three", 1, 60, 70));

        // when / then
        assertThat(words.transcript("en", 0).words())
                .extracting(SpokenWord::startMillis, SpokenWord::endMillis)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(100L, 500L),
                        org.assertj.core.groups.Tuple.tuple(500L, 500L),
                        org.assertj.core.groups.Tuple.tuple(600L, 700L));
    }

    @Test
    void joinsCharacterSplitAmongTokens() {
        // given
        byte[] utf8 = "日".getBytes(StandardCharsets.UTF_8);
        var words = new WordAssembler(false);
        words.add(new Token(1, 0, 0, 1, Arrays.copyOf(utf8, 2)));
        words.add(new Token(2, 0, 1, 2, Arrays.copyOfRange(utf8, 2, 3)));
        words.add(token("本", 1, 2, 3));

        // when
        Transcript transcript = words.transcript("ja", 0);

        // then
        assertThat(transcript.text()).isEqualTo("日本");
        assertThat(transcript.words()).extracting(SpokenWord::text).containsExactly("日", "本");
    }

    @Test
    void dropsIncompleteCharacterAtEnd() {
        // given
        var words = new WordAssembler(true);
        words.add(token(" caf", 1, 0, 1));
        words.add(new Token(2, 0, 1, 2, new byte[] {(byte) 0xC3}));

        // when / then
        assertThat(words.transcript("fr", 0).text()).isEqualTo("caf");
    }

    @Test
    void givesNoConfidenceWithoutText() {
        // when / then
        assertThat(new WordAssembler(true).transcript("en", 0.4))
                .isEqualTo(new Transcript("", java.util.List.of(), 0, java.util.List.of(), "en", true, 0.4));
    }

    private static Transcript assemble(boolean spaced, String... tokens) {
        var words = new WordAssembler(spaced);
        for (int i = 0; i < tokens.length; i++) {
            words.add(token(tokens[i], 1, i, i + 1));
        }
        return words.transcript("en", 0);
    }

    private static Token token(String text, double probability, long start, long end) {
        return new Token(1, Math.log(probability), start, end, text.getBytes(StandardCharsets.UTF_8));
    }
}
