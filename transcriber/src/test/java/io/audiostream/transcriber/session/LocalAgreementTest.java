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

    /** End of the window; half a second passes between two decodes. */
    private long end;

    @Test
    void settlesNothingAfterOneDecode() {
        // when / then
        assertThat(update("ask not what")).isEqualTo("ask not what");
        assertThat(agreement.settled()).isZero();
    }

    @Test
    void settlesCommonPrefixOfTwoDecodes() {
        // when
        update("ask not watch");
        update("ask not what your");

        // then
        assertThat(agreement.settled()).isEqualTo(2);
    }

    @Test
    void ignoresPunctuationAndCase() {
        // when
        update("And so my fellow Americans.");
        update("and so, my fellow Americans and");

        // then
        assertThat(agreement.settled()).isEqualTo(5);
    }

    @Test
    void settlesNothingFromDecodesOfNearlySameAudio() {
        // when / then
        agreement.update(words("ask not"), millis(900));
        agreement.update(words("ask not"), millis(1_000));
        assertThat(agreement.settled()).isZero();

        // when / then
        agreement.update(words("ask not what"), millis(1_200));
        assertThat(agreement.settled()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0.6, 300", "0.4, 900", "0.2, 1800"})
    void requiresMoreAudioForLowerConfidence(double confidence, int millis) {
        // given
        List<SpokenWord> words = List.of(new SpokenWord("Why", 0, 0, confidence), new SpokenWord("not", 0, 0, 0.9));
        agreement.update(words, 0);

        // when / then
        agreement.update(words, millis(millis - 1));
        assertThat(agreement.settled()).isZero();

        // when / then
        agreement.update(words, millis(millis));
        assertThat(agreement.settled()).isEqualTo(2);
    }

    @Test
    void restartsDelayWhenHypothesisChangesInBetween() {
        // when
        agreement.update(words("why do you"), 0);
        agreement.update(words("what do you"), millis(500));
        agreement.update(words("why do you"), millis(700));

        // then
        assertThat(agreement.settled()).isZero();
    }

    @Test
    void keepsSettledWordsWhenLaterDecodeDisagrees() {
        // given
        update("ask not what");
        update("ask not what");

        // when / then
        assertThat(update("asking not what your country")).isEqualTo("ask not what your country");
        assertThat(agreement.settled()).isEqualTo(3);
    }

    @Test
    void keepsNextWordWhenLaterDecodeOmitsSettledOne() {
        // given
        update("and so my fellow");
        update("and so my fellow");

        // when / then
        assertThat(finish("so my fellow Americans")).isEqualTo("and so my fellow Americans");
    }

    @Test
    void doesNotRepeatWordWhosePunctuationChanges() {
        // given
        update("and so my");
        update("and so my");

        // when / then
        assertThat(finish("And so, my fellow")).isEqualTo("and so my fellow");
    }

    @Test
    void keepsWordsThatLaterDecodeJoins() {
        // given
        update("1, 2, 3,");
        update("1, 2, 3, 4.");

        // when / then
        assertThat(finish("1-2-3-4-5.")).isEqualTo("1, 2, 3, 4- 5.");
    }

    @Test
    void settlesEverythingAtFinish() {
        // given
        update("one two");

        // when / then
        assertThat(finish("one two three")).isEqualTo("one two three");
        assertThat(agreement.settled()).isEqualTo(3);
    }

    private String update(String text) {
        return text(agreement.update(words(text), end += millis(500)));
    }

    private String finish(String text) {
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
