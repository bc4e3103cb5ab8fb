package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageValidatorTest {

    private static final ModelInfo MODEL = new ModelInfo("base", "test 1", Set.of("en", "de", "fr", "he", "pt"), true);

    private final LanguageValidator validator = new LanguageValidator("de", MODEL);

    @Test
    void findsCodesOfLocalesNamesAndOldCodes() throws Exception {
        // when
        LanguageChoice choice = choose("", "en-US", "pt_BR", "français", "iw");

        // then
        assertThat(choice).isEqualTo(new LanguageChoice(null, Set.of("en", "pt", "fr", "he")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "auto", "AUTO"})
    void detectsAmongListWhateverTheServiceHasByDefault(String language) throws Exception {
        // when / then
        assertThat(choose(language, "en", "fr")).isEqualTo(new LanguageChoice(null, Set.of("en", "fr")));
    }

    @ParameterizedTest
    @CsvSource({"en", "en;English", "en-US;en-GB;en"})
    void fixesOnlyLanguageOfList(String list) throws Exception {
        // when / then
        assertThat(choose("auto", list.split(";"))).isEqualTo(LanguageChoice.of("en"));
    }

    @Test
    void fixesNamedLanguageOfList() throws Exception {
        // when / then
        assertThat(choose("de-CH", "en", "de")).isEqualTo(LanguageChoice.of("de"));
    }

    @Test
    void usesDefaultWithoutList() throws Exception {
        // when / then
        assertThat(choose("")).isEqualTo(LanguageChoice.of("de"));
        assertThat(choose("auto")).isEqualTo(LanguageChoice.ANY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ~~     | en;~~     | the entry '' is empty: send an ISO 639-1 code such as 'en'
            ~~     | ~ ~       | the entry ' ' is empty
            auto   | en;Auto   | 'Auto' is not a language: name those to choose from, or leave the list out
            ~~     | en;tlh    | the model 'base' does not know the language 'tlh'; send an ISO 639-1 code
            fr-CA  | en;de     | the language 'fr-CA' is not among the languages en, de: add it to them, or send the language 'auto'
            """)
    void refusesBadList(String language, String list, String message) {
        // when
        SessionRefusedException refusal =
                refusal(language, list.replace("~~", "").split(";", -1));

        // then
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
        assertThat(refusal.field()).isEqualTo("metadata.languages");
        assertThat(refusal).hasMessageStartingWith(message);
    }

    @Test
    void refusesLongList() {
        // when
        SessionRefusedException refusal =
                refusal("", Collections.nCopies(21, "en").toArray(String[]::new));

        // then
        assertThat(refusal.field()).isEqualTo("metadata.languages");
        assertThat(refusal).hasMessageStartingWith("there are 21 languages, at most 20 are allowed");
    }

    @Test
    void refusesOtherLanguageOfEnglishModel() {
        // given
        var english = new LanguageValidator("auto", new ModelInfo("base.en", "test 1", Set.of("en"), true));

        // when / then
        assertThat(catchThrowableOfType(
                        SessionRefusedException.class,
                        () -> english.choose(new SessionRequest.Language("", List.of("en", "de")))))
                .hasMessageContaining("'base.en' does not know the language 'de'");
    }

    private LanguageChoice choose(String language, String... list) throws SessionRefusedException {
        return validator.choose(new SessionRequest.Language(language, List.of(list)));
    }

    private SessionRefusedException refusal(String language, String... list) {
        return catchThrowableOfType(SessionRefusedException.class, () -> choose(language, list));
    }
}
