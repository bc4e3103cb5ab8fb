package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.SpokenWord;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalAgreementTest {

    private final LocalAgreement agreement = new LocalAgreement();

    @Test
    void nothingIsSettledByOneDecode() {
        assertThat(shown("ask not what")).isEqualTo("ask not what");
        assertThat(agreement.settled()).isZero();
    }

    @Test
    void whatTwoDecodesAgreeOnIsSettled() {
        shown("ask not watch");
        shown("ask not what your");

        assertThat(agreement.settled()).isEqualTo(2);
    }

    @Test
    void punctuationAndCaseMayStillChange() {
        shown("And so my fellow Americans.");
        shown("and so, my fellow Americans and");

        assertThat(agreement.settled()).isEqualTo(5);
    }

    @Test
    void aWordThatTheModelIsNotSureOfWaitsForAThirdDecode() {
        List<SpokenWord> unsure = List.of(new SpokenWord("Why", 0, 0, 0.4), new SpokenWord("not", 0, 0, 0.9));
        agreement.update(unsure);
        agreement.update(unsure);
        assertThat(agreement.settled()).isZero();

        agreement.update(unsure);
        assertThat(agreement.settled()).isEqualTo(2);
    }

    @Test
    void settledWordsStayWhenALaterDecodeSaysOtherwise() {
        shown("ask not what");
        shown("ask not what");

        assertThat(shown("asking not what your country")).isEqualTo("ask not what your country");
        assertThat(agreement.settled()).isEqualTo(3);
    }

    @Test
    void aWordThatALaterDecodeLeavesOutDoesNotSwallowTheNext() {
        shown("and so my fellow");
        shown("and so my fellow");

        assertThat(finished("so my fellow Americans")).isEqualTo("and so my fellow Americans");
    }

    @Test
    void punctuationThatComesLaterDoesNotRepeatTheWord() {
        shown("and so my");
        shown("and so my");

        assertThat(finished("And so, my fellow")).isEqualTo("and so my fellow");
    }

    @Test
    void wordsThatALaterDecodeWritesAsOneAreNotLost() {
        shown("1, 2, 3,");
        shown("1, 2, 3, 4.");

        assertThat(finished("1-2-3-4-5.")).isEqualTo("1, 2, 3, 4- 5.");
    }

    @Test
    void theLastDecodeSettlesEverything() {
        shown("one two");

        assertThat(finished("one two three")).isEqualTo("one two three");
        assertThat(agreement.settled()).isEqualTo(3);
    }

    private String shown(String text) {
        return text(agreement.update(words(text)));
    }

    private String finished(String text) {
        return text(agreement.finish(words(text)));
    }

    private static List<SpokenWord> words(String text) {
        return Arrays.stream(text.split(" "))
                .map(word -> new SpokenWord(word, 0, 0, 1))
                .toList();
    }

    private static String text(List<SpokenWord> words) {
        return TextJoiner.words(words, true);
    }
}
