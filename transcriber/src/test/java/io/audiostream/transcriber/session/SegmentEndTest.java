package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentEndTest {

    private static final long TOKEN_MILLIS = 1_000;

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # tokens of a second each; at most 8 s,         segment
                    ' a| b| c| d| e| f| g.| h| i| j',               'a b c d e f g.'
                    ' a| b| c| d| e,| f.| g,| h| i| j',             'a b c d e, f.'
                    ' a| b| c| d| e,| f| g| h| i| j',               'a b c d e,'
                    ' a| b| c| d| e| f| g| h| i| j',                'a b c d e f g h'
                    ' a.| b| c| d| e| f| g| h| i| j',               'a. b c d e f g h'
                    ' a| b| c| d| e| f| g|gg| h| i| j',             'a b c d e f ggg'
                    ' a| b| c| d| e| f\u3002| g| h| i| j',          'a b c d e f\u3002'
                    """)
    void endsAtBestPlaceInSecondHalf(String tokens, String expected) {
        // given
        List<Token> all = tokens(tokens);

        // when
        int length = SegmentEnd.anywhere(0, 8_000, 0).in(all, all.size());

        // then
        assertThat(TokenText.of(all.subList(0, length))).isEqualTo(expected);
    }

    @Test
    void endsOnlyBeforeSettledWords() {
        // given
        List<Token> all = tokens(" a| b| c| d| e| f| g| h");

        // when
        int length = SegmentEnd.anywhere(0, 8_000, 0).in(all, 6);

        // then
        assertThat(length).isEqualTo(6);
    }

    @Test
    void keepsWordThatMayGrowInSegment() {
        // given: the settled tokens end within a word
        List<Token> all = tokens(" a| b| c| d| e| f|ff| g");

        // when
        int length = SegmentEnd.anywhere(0, 8_000, 0).in(all, 6);

        // then
        assertThat(TokenText.of(all.subList(0, length))).isEqualTo("a b c d e");
    }

    @Test
    void makesSegmentOfFirstWordThatIsTooLong() {
        // given
        List<Token> all = tokens(" a|a|a|a| b| c");

        // when
        int length = SegmentEnd.anywhere(0, 2_000, 0).in(all, 5);

        // then
        assertThat(TokenText.of(all.subList(0, length))).isEqualTo("aaaa");
    }

    @Test
    void keepsTokensThatClientsKnowAsSettled() {
        // given
        List<Token> all = tokens(" a| b| c| d| e.| f| g| h| i");

        // when
        int length = SegmentEnd.anywhere(0, 8_000, 7).in(all, all.size());

        // then
        assertThat(length).isEqualTo(8);
    }

    @Test
    void waitsForEndOfSentence() {
        // given
        List<Token> all = tokens(" a| b| c| d| e| f,| g| h| i");

        // when
        int length = SegmentEnd.atSentence(0, 8_000, 0).in(all, all.size());

        // then
        assertThat(length).isZero();
    }

    /** Returns tokens of a second each, without pauses. */
    private static List<Token> tokens(String texts) {
        List<Token> tokens = new ArrayList<>();
        for (String text : texts.split("\\|")) {
            long start = tokens.size() * TOKEN_MILLIS;
            tokens.add(new Token(tokens.size(), 0, start, start + TOKEN_MILLIS, text.getBytes(StandardCharsets.UTF_8)));
        }
        return tokens;
    }
}
