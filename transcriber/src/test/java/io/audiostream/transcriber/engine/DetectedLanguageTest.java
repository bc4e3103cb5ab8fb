package io.audiostream.transcriber.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DetectedLanguageTest {

    private static final List<String> CODES = List.of("en", "de", "nl", "zh");
    private static final float[] PROBABILITIES = {0.6f, 0.1f, 0.3f, 0};

    @Test
    void choosesMostProbableOfAll() {
        // when
        List<DetectedLanguage> found = DetectedLanguage.candidates(CODES, PROBABILITIES, request(null));

        // then
        assertThat(found).extracting(DetectedLanguage::code).containsExactly("en", "nl");
        assertThat(found.getFirst().probability()).isCloseTo(0.6, within(1e-6));
    }

    @Test
    void choosesAmongCandidatesWithTheirProbability() {
        // when
        List<DetectedLanguage> found = DetectedLanguage.candidates(CODES, PROBABILITIES, request(null, "de", "nl"));

        // then
        assertThat(found).extracting(DetectedLanguage::code).containsExactly("nl", "de");
        assertThat(found.getFirst().probability()).isCloseTo(0.75, within(1e-6));
        assertThat(found.getLast().probability()).isCloseTo(0.25, within(1e-6));
    }

    @Test
    void ignoresLikelyLanguageThatIsNoCandidate() {
        // when
        List<DetectedLanguage> found = DetectedLanguage.candidates(CODES, PROBABILITIES, request("en", "de", "nl"));

        // then
        assertThat(found.getFirst().code()).isEqualTo("nl");
        assertThat(found.getFirst().probability()).isCloseTo(0.75, within(1e-6));
    }

    /** The probability of a language that is not spoken can be too small for a float. */
    @Test
    void choosesCandidateEvenIfNoneIsProbable() {
        // when
        List<DetectedLanguage> found =
                DetectedLanguage.candidates(CODES, new float[] {1, 0, 0, 0}, request(null, "de", "zh"));

        // then
        assertThat(found).containsExactly(new DetectedLanguage("de", 0.5), new DetectedLanguage("zh", 0.5));
    }

    @Test
    void refusesCandidatesThatModelDoesNotKnow() {
        // when / then
        assertThatThrownBy(() -> DetectedLanguage.candidates(CODES, PROBABILITIES, request(null, "tlh")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the model does not support any of the languages [tlh]");
    }

    private static DecodeRequest request(@Nullable String likely, String... candidates) {
        return new DecodeRequest(null, Set.of(candidates), likely, false, "", Effort.FINAL, DecodeContext.NONE);
    }
}
