package io.audiostream.transcriber.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RepetitionFilterTest {

    @Test
    void speechIsNoLoop() {
        assertThat(RepetitionFilter.isRepetitive(
                        "And so, my fellow Americans, ask not what your country can do for you, "
                                + "ask what you can do for your country."))
                .isFalse();
    }

    @Test
    void aPhraseOverAndOverIsALoop() {
        assertThat(RepetitionFilter.isRepetitive("thank you for watching ".repeat(10)))
                .isTrue();
    }

    @Test
    void aGuessIsSuspicious() {
        assertThat(RepetitionFilter.isHallucination(transcript("perhaps", 0.3))).isTrue();
        assertThat(RepetitionFilter.isHallucination(transcript("surely", 0.5))).isFalse();
    }

    @Test
    void noTextIsNotSuspicious() {
        assertThat(RepetitionFilter.isHallucination(transcript("", 0))).isFalse();
    }

    @Test
    void aLoopIsSaidOnce() {
        assertThat(unlooped("so thank you for watching " + "Thank you for watching ".repeat(7) + "bye"))
                .isEqualTo("so thank you for watching bye");
        assertThat(unlooped("la ".repeat(40))).isEqualTo("la");
    }

    @Test
    void whatIsSaidFourTimesIsNoLoop() {
        assertThat(unlooped("no no no no I mean yes")).isEqualTo("no no no no I mean yes");
    }

    private static String unlooped(String text) {
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
