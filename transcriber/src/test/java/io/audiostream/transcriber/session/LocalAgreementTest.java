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

class LocalAgreementTest {

    private final LocalAgreement agreement = new LocalAgreement();

    /** The hypothesis after the settled tokens. */
    private List<Token> tail = List.of();

    private String settled = "";

    /** End of the window; half a second passes between two decodes. */
    private long end = 10_000;

    @Test
    void settlesNothingAfterOneDecode() {
        // when
        update(" ask| not| what");

        // then
        assertThat(settled).isEmpty();
    }

    @Test
    void settlesCommonPrefixUpToWordThatHasEnded() {
        // when
        update(" ask| not| what");
        update(" ask| not| watch| your");

        // then
        assertThat(settled).isEqualTo("ask not");
    }

    @Test
    void keepsLastWordOpen() {
        // when
        update(" some| of| its| noise");
        update(" some| of| its| noise");

        // then
        assertThat(settled).isEqualTo("some of its");
    }

    /** A word at the end of the window may be the beginning of a longer one, even if the next hypothesis has it too. */
    @Test
    void countsOnlyHypothesesWithAudioAfterWord() {
        // given
        end = 500;

        // when
        update(" its| noise");
        update(" its| noise| est");

        // then
        assertThat(settled).isEqualTo("its");
    }

    @Test
    void countsHypothesisWithAudioButNoWordAfterWord() {
        // given
        end = 700;

        // when
        update(" its| noise");
        update(" its| noise| and");

        // then
        assertThat(settled).isEqualTo("its noise");
    }

    @Test
    void leavesPunctuationAfterLastSettledWordOpen() {
        // when
        update(" version| 2|.| Please");
        update(" version| 2|.| Please");

        // then
        assertThat(settled).isEqualTo("version 2");
        assertThat(TokenText.of(tail)).isEqualTo(". Please");
    }

    @Test
    void settlesNumberAsOneWord() {
        // when
        update(" version| 2|.|0| of");
        update(" version| 2|.|0|.|1| of");
        update(" version| 2|.|0|.|1| of");

        // then
        assertThat(settled).isEqualTo("version 2.0.1");
    }

    @Test
    void settlesPunctuationBetweenSettledWords() {
        // when
        update(" And| so|,| my| fellow| Americans");
        update(" and| so|,| my| fellow| Americans");

        // then
        assertThat(settled).isEqualTo("and so, my fellow");
    }

    @Test
    void settlesScriptWithoutSpaces() {
        // when
        update("\u4ECA\u5929|\u6211\u4EEC|\u53BB");
        update("\u4ECA\u5929|\u6211\u4EEC|\u53BB|\u5317");

        // then
        assertThat(settled).isEqualTo("\u4ECA\u5929\u6211\u4EEC\u53BB");
    }

    @Test
    void settlesNothingFromDecodesOfNearlySameAudio() {
        // when
        update(" ask| not| what");
        end -= 400;
        update(" ask| not| what");

        // then
        assertThat(settled).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.6, 1", "0.4, 2", "0.2, 4"})
    void requiresMoreAudioForLowerConfidence(double confidence, int decodes) {
        // when / then
        update(" ask| not| what", confidence, 1);
        for (int i = 0; i < decodes; i++) {
            assertThat(settled).as("after %d decodes", i).isEmpty();
            update(" ask| not| what", confidence, 1);
        }
        assertThat(settled).isEqualTo("ask not");
    }

    /** The probability of the token after a word says whether the word ends there. */
    @Test
    void requiresMoreAudioWhereWordMayGoOn() {
        // when
        update(" Gesch|wind|igkeit|,| Sven", 0.9, 0.2);
        update(" Gesch|wind|igkeit|,| Sven", 0.9, 0.2);

        // then
        assertThat(settled).isEmpty();
    }

    @Test
    void keepsWordsNearEndOfWindowOpen() {
        // given: the last words end with the window
        List<Token> tokens = new ArrayList<>();
        String[] texts = {" ask", " not", " what"};
        for (int i = 0; i < texts.length; i++) {
            tokens.add(new Token(i, 0, end - 100, end - 50, texts[i].getBytes(StandardCharsets.UTF_8)));
        }

        // when
        agreement.update(tokens, end, Long.MAX_VALUE);

        // then
        assertThat(agreement.update(tokens, end, Long.MAX_VALUE)).isZero();
    }

    private void update(String hypothesis) {
        update(hypothesis, 0.9, 0.9);
    }

    /** Updates with a whole hypothesis, whose settled tokens are skipped. Tokens are separated by a bar. */
    private void update(String hypothesis, double confidence, double punctuation) {
        List<Token> tokens = new ArrayList<>();
        long at = 0;
        for (String text : hypothesis.split("\\|")) {
            double probability = text.equals(",") ? punctuation : confidence;
            tokens.add(new Token(
                    text.hashCode(), Math.log(probability), at, at + 200, text.getBytes(StandardCharsets.UTF_8)));
            at += 200;
        }
        int skipped = 0;
        while (!TokenText.of(tokens.subList(0, skipped)).equals(settled)) {
            skipped++;
        }
        tail = tokens.subList(skipped, tokens.size());
        int newlySettled = agreement.update(tail, end, Long.MAX_VALUE);
        settled = TokenText.of(tokens.subList(0, skipped + newlySettled));
        tail = tail.subList(newlySettled, tail.size());
        end += 500;
    }
}
