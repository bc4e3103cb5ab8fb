package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageNamesTest {

    private static final Set<String> MODEL = Set.of("en", "de", "fr", "zh", "pt", "jw", "he", "no", "yue", "ht");

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "en, en",
        "EN, en",
        "en-US, en",
        "zh-CN, zh",
        "zh_Hant_TW, zh",
        "zh-yue, yue",
        "pt_BR, pt",
        "de_DE.UTF-8, de",
        "English, en",
        "français, fr",
        "Deutsch, de",
        "中文, zh",
        "deu, de",
        "ger, de",
        "jv, jw",
        "iw, he",
        "nb, no",
        "nb-NO, no",
        "Haitian_Creole, ht",
        "' en ', en"
    })
    void findsLanguage(String name, String code) {
        // when / then
        assertThat(LanguageNames.code(name, MODEL)).contains(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tlh", "xx-US", "es", "-", "englisch", "e", "null", "\u0000"})
    void doesNotGuess(String name) {
        // when / then
        assertThat(LanguageNames.code(name, MODEL)).isEmpty();
    }

    @Test
    void takesLanguageOfLocaleIfModelLacksItsDialect() {
        // when / then
        assertThat(LanguageNames.code("zh-yue", Set.of("en", "zh"))).contains("zh");
    }

    @Test
    void namesLanguageInEnglish() {
        // when / then
        assertThat(LanguageNames.english("ht")).isEqualTo("haitian creole");
        assertThat(LanguageNames.english("tlh")).isEqualTo("tlh");
    }
}
