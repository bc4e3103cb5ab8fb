package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.Token;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ResumePointsTest {

    /** Three words of 300 ms, without pauses. The last may be incomplete. */
    private static final List<Token> WORDS = List.of(
            ScriptedEngine.token(" one", 1_000, 1_300),
            ScriptedEngine.token(" two", 1_300, 1_600),
            ScriptedEngine.token(" three", 1_600, 1_900));

    @Test
    void endsAtLastPointBeforeLastWord() {
        assertThat(points(1_000, 1_100, 1_200, 1_300, 1_400, 1_500, 1_600, 1_700, 1_800)
                        .cut(WORDS, 0, 0))
                .contains(new ResumePoints.Cut(2, 1_600 * 16));
    }

    @Test
    void endsBeforeAnEarlierWordIfThePointsLieInTheLastButOne() {
        assertThat(points(1_000, 1_290, 1_420, 1_700).cut(WORDS, 0, 0)).contains(new ResumePoints.Cut(1, 1_290 * 16));
    }

    @Test
    void leavesOutAllWordsAtPointBeforeThem() {
        assertThat(points(900, 1_150, 1_450, 1_750).cut(WORDS, 0, 0)).contains(new ResumePoints.Cut(0, 900 * 16));
    }

    @Test
    void endsNotBeforeItsSegment() {
        assertThat(points(900, 1_150, 1_450, 1_750).cut(WORDS, 950 * 16, 0)).isEmpty();
    }

    @Test
    void takesNoSettledWordBack() {
        assertThat(points(1_000, 1_300, 1_450, 1_750).cut(WORDS, 0, 2)).isEqualTo(Optional.empty());
    }

    @Test
    void findsNoPointWithinWords() {
        assertThat(points(1_150, 1_450, 1_750).cut(WORDS, 0, 0)).isEmpty();
        assertThat(ResumePoints.NONE.cut(WORDS, 0, 0)).isEmpty();
        assertThat(points(1_000).cut(List.of(), 0, 0)).isEmpty();
    }

    private static ResumePoints points(long... millis) {
        return new ResumePoints(
                LongStream.of(millis).map(each -> each * 16).boxed().toList());
    }
}
