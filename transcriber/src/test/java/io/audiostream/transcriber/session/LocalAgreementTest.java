package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.SpokenWord;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalAgreementTest {

    private final LocalAgreement agreement = new LocalAgreement();

    /** Half a second comes between two decodes. */
    private long end;

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
    void decodesOfNearlyTheSameAudioAreOne() {
        agreement.update(words("ask not"), millis(900));
        agreement.update(words("ask not"), millis(1_000));
        assertThat(agreement.settled()).isZero();

        agreement.update(words("ask not what"), millis(1_200));
        assertThat(agreement.settled()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0.6, 300", "0.4, 900", "0.2, 1800"})
    void theLessSureTheModelIsTheLongerItMustGoOnSayingIt(double confidence, int millis) {
        List<SpokenWord> words = List.of(new SpokenWord("Why", 0, 0, confidence), new SpokenWord("not", 0, 0, 0.9));
        agreement.update(words, 0);
        agreement.update(words, millis(millis - 1));
        assertThat(agreement.settled()).isZero();

        agreement.update(words, millis(millis));
        assertThat(agreement.settled()).isEqualTo(2);
    }

    @Test
    void whoSaysSomethingElseInBetweenBeginsAnew() {
        agreement.update(words("why do you"), 0);
        agreement.update(words("what do you"), millis(500));
        agreement.update(words("why do you"), millis(700));
        assertThat(agreement.settled()).isZero();
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
        return text(agreement.update(words(text), end += millis(500)));
    }

    private String finished(String text) {
        return text(agreement.finish(words(text)));
    }

    private static long millis(int millis) {
        return millis * 16L;
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
