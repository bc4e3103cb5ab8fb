package io.audiostream.transcriber.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the model's language for what clients send: a locale such as {@code pt_BR}, a code of ISO 639, an outdated code
 * such as {@code iw}, or a name such as {@code English} or {@code français}.
 */
public final class LanguageNames {

    private static final String RESOURCE = "languages.txt";

    /** Codes of Whisper by the names in lower case, and the English names by these codes. */
    private static final Map<String, String> CODES = new HashMap<>();

    private static final Map<String, String> ENGLISH_NAMES = new HashMap<>();

    static {
        lines().forEach(line -> {
            List<String> names = List.of(line.split("\\|"));
            names.forEach(name -> CODES.put(name, names.getFirst()));
            ENGLISH_NAMES.put(names.getFirst(), names.get(1));
        });
    }

    private LanguageNames() {}

    /**
     * Returns the code of the language that a client names.
     *
     * @param known the codes that the model knows
     * @return empty if the model does not know the language
     */
    static Optional<String> code(String name, Set<String> known) {
        String tag = name.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        String primary = tag.split("[-.@]", 2)[0]; // as in "pt-br" and "de-de.utf-8"
        return Stream.of(tag, tag.replace('-', ' '), primary)
                .map(each -> known.contains(each) ? each : CODES.getOrDefault(each, each))
                .filter(known::contains)
                .findFirst();
    }

    /** Returns the English name of a model's language, such as {@code english}, or its code if it has no name. */
    public static String english(String code) {
        return ENGLISH_NAMES.getOrDefault(code, code);
    }

    private static Stream<String> lines() {
        try (InputStream file = LanguageNames.class.getResourceAsStream(RESOURCE)) {
            if (file == null) {
                throw new IllegalStateException("the resource " + RESOURCE + " is missing");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
