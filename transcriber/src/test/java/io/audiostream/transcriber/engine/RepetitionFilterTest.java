package io.audiostream.transcriber.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionFilterTest {

    @Test
    void acceptsOrdinarySpeech() {
        // when / then
        assertThat(RepetitionFilter.isRepetitive(
                        "And so, my fellow Americans, ask not what your country can do for you, "
                                + "ask what you can do for your country."))
                .isFalse();
    }

    @Test
    void detectsRepetitionLoop() {
        // when / then
        assertThat(RepetitionFilter.isRepetitive("thank you for watching ".repeat(10)))
                .isTrue();
    }

    @Test
    void treatsLowConfidenceAsHallucination() {
        // when / then
        assertThat(RepetitionFilter.isHallucination(transcript("perhaps", 0.3))).isTrue();
        assertThat(RepetitionFilter.isHallucination(transcript("surely", 0.5))).isFalse();
    }

    @Test
    void acceptsEmptyText() {
        // when / then
        assertThat(RepetitionFilter.isHallucination(transcript("", 0))).isFalse();
    }

    @Test
    void collapsesRepetitionLoopToPhrase() {
        // when / then
        assertThat(collapsed("so thank you for watching " + "Thank you for watching ".repeat(7) + "bye"))
                .isEqualTo("so thank you for watching bye");
        assertThat(collapsed("la ".repeat(40))).isEqualTo("la");
    }

    @Test
    void keepsFourRepeats() {
        // when / then
        assertThat(collapsed("no no no no I mean yes")).isEqualTo("no no no no I mean yes");
    }

    @Test
    void collapsesTrailingRepeatsToPhrase() {
        // given
        List<Integer> tokens = new ArrayList<>(List.of(9, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2));

        // when
        boolean found = RepetitionFilter.collapseTrailingRepeats(tokens, Integer::equals);

        // then
        assertThat(found).isTrue();
        assertThat(tokens).containsExactly(9, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 1 1 1", "1 1 1 1 1 2", "1 2 3 4 5 1 2 3 4 5 1 2 3 4 5 1 2 3 4 5 1 2 3 4 5", ""})
    void keepsTokensWithoutTrailingRepeats(String text) {
        // given
        List<String> tokens = new ArrayList<>(List.of(text.split(" ")));

        // when
        boolean found = RepetitionFilter.collapseTrailingRepeats(tokens, String::equals);

        // then
        assertThat(found).isFalse();
        assertThat(tokens).containsExactly(text.split(" "));
    }

    private static String collapsed(String text) {
        List<SpokenWord> words = Arrays.stream(text.split(" "))
                .map(word -> new SpokenWord(word, 0, 0, 1))
                .toList();
        return RepetitionFilter.collapseRepeats(words).stream()
                .map(SpokenWord::text)
                .collect(Collectors.joining(" "));
    }

    private static Transcript transcript(String text, double confidence) {
        return new Transcript(text, List.of(), confidence, List.of(1), "en", true, 0);
    }
}
