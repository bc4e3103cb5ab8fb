package io.audiostream.operator.model;

import io.audiostream.operator.api.ModelPreset;
import io.audiostream.operator.api.ModelSpec;
import io.audiostream.operator.api.Patterns;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecMessages;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.language} and checks that the model supports the language. */
final class LanguageReader {
    private static final String FIELD = "spec.language";
    private static final String ENGLISH = "en";
    private static final String CANTONESE = "yue";

    private LanguageReader() {}

    static String read(@Nullable String text, @Nullable ModelSpec model) {
        var language = Objects.requireNonNullElse(text, SpecDefaults.LANGUAGE);
        FieldCheck.matches(FIELD, language, Patterns.LANGUAGE, SpecMessages.LANGUAGE);
        var preset = Optional.ofNullable(model).map(ModelSpec::name).flatMap(ModelPreset::named);
        if (preset.isEmpty()) {
            return language;
        }
        if (language.equals(CANTONESE) && !preset.get().presetName().startsWith("large-v3")) {
            throw new InvalidSpecException(FIELD, SpecMessages.CANTONESE);
        }
        if (preset.get().englishOnly()) {
            if (!language.equals(SpecDefaults.LANGUAGE) && !language.equals(ENGLISH)) {
                throw new InvalidSpecException(FIELD, "'" + language + "': " + SpecMessages.ENGLISH_ONLY);
            }
            return ENGLISH;
        }
        return language;
    }
}
