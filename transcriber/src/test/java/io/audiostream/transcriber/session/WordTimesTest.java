package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.SpokenWord;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordTimesTest {

    @Test
    void countsTimesFromStreamStart() {
        // when / then
        assertThat(ordered(word(0, 400), word(500, 900))).containsExactly(word(10_000, 10_400), word(10_500, 10_900));
    }

    @Test
    void startsWordAfterEndOfPreviousOne() {
        // when / then
        assertThat(ordered(word(0, 600), word(500, 550), word(700, 900)))
                .containsExactly(word(10_000, 10_600), word(10_600, 10_600), word(10_700, 10_900));
    }

    @Test
    void keepsWordsInsideSegment() {
        // when / then
        assertThat(ordered(word(900, 1_100), word(1_200, 1_300)))
                .containsExactly(word(10_900, 11_000), word(11_000, 11_000));
    }

    @Test
    void countsFromStreamStartInSegmentThatStartsBefore() {
        // when / then
        assertThat(WordTimes.inOrder(List.of(word(200, 400), word(500, 900)), -300, 700))
                .containsExactly(word(0, 100), word(200, 600));
    }

    private static List<SpokenWord> ordered(SpokenWord... words) {
        return WordTimes.inOrder(List.of(words), 10_000, 11_000);
    }

    private static SpokenWord word(long start, long end) {
        return new SpokenWord("word", start, end, 1);
    }
}
