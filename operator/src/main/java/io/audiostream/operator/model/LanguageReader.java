package io.audiostream.operator.model;

import io.audiostream.operator.api.ModelPreset;
import io.audiostream.operator.api.ModelSpec;
import io.audiostream.operator.api.Patterns;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.language} against what the model can do. */
final class LanguageReader {
    private static final String FIELD = "spec.language";

    private LanguageReader() {}

    static String read(@Nullable String text, @Nullable ModelSpec model) {
        var language = Objects.requireNonNullElse(text, "auto");
        FieldCheck.matches(FIELD, language, Patterns.LANGUAGE, "auto, or a language code of Whisper, such as en or de");
        var preset = Optional.ofNullable(model).map(ModelSpec::name).flatMap(ModelPreset::named);
        if (preset.isEmpty()) {
            return language;
        }
        if (language.equals("yue") && !preset.get().presetName().startsWith("large-v3")) {
            throw new InvalidSpecException(FIELD, "yue is known to the large-v3 models only: take one, or write zh");
        }
        if (preset.get().englishOnly()) {
            if (!language.equals("auto") && !language.equals("en")) {
                throw new InvalidSpecException(
                        FIELD, "'" + language + "' must be en: " + preset.get().presetName() + " knows English only");
            }
            return "en";
        }
        return language;
    }
}
