package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.engine.Transcript;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpokenLanguageTest {

    /** Text in a language that is probably wrong is not shown; the final has it once the language is fixed. */
    @ParameterizedTest(name = "{0} with {1} in {2} ms after {3}: plausible {4}, fixed {5}")
    @CsvSource(
            nullValues = "-",
            value = {
                "en, 0.95, 1000, -,  true,  false",
                "en, 0.95, 1000, en, true,  false",
                "ar, 0.95, 1000, pt, false, false",
                "ar, 0.40, 4000, -,  false, false",
                "pt, 0.40, 4000, pt, false, false",
                "ar, 0.95, 1500, pt, true,  true",
                "ar, 0.75, 4900, pt, false, false",
                "ar, 0.75, 5000, pt, true,  true",
                "ar, 0.69, 9000, pt, false, false",
            })
    void showsPlausibleLanguage(
            String detected, double probability, long millis, String likely, boolean plausible, boolean fixed) {
        // given
        var language = new SpokenLanguage(null);

        // when
        language.detected(new Transcript(List.of(), Transcript.Ending.COMPLETE, detected, probability, 0), millis);

        // then
        assertThat(language.plausible(likely)).isEqualTo(plausible);
        assertThat(language.isFixed()).isEqualTo(fixed);
    }
}
