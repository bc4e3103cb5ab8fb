package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.Quote;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Validates the languages that a client names, and finds the model's codes for them. */
final class LanguageValidator {

    static final int MAX_LANGUAGES = 20;

    /** Longest part of a client's value that a message quotes. */
    private static final int MAX_QUOTED_LENGTH = 40;

    private static final String LANGUAGE = "metadata.language";
    private static final String LANGUAGES = "metadata.languages";
    private static final String FORMS = "an ISO 639-1 code such as 'en', a locale such as 'en-US', an English name";

    private final String byDefault;
    private final ModelInfo model;

    /** @param byDefault the service's language: a name, or {@value SessionDefaults#AUTO} */
    LanguageValidator(String byDefault, ModelInfo model) {
        this.byDefault = byDefault;
        this.model = model;
    }

    /** @throws SessionRefusedException for {@link Reason#INVALID} and {@link Reason#NOT_FOUND} */
    LanguageChoice choose(SessionRequest.Language request) throws SessionRefusedException {
        Set<String> candidates = candidates(request.candidates());
        if (candidates.isEmpty()) {
            return named(request.name().isEmpty() ? byDefault : request.name());
        }
        if (request.name().isEmpty() || isAuto(request.name())) {
            return LanguageChoice.among(candidates);
        }
        LanguageChoice named = named(request.name());
        if (named.fixed() != null && !candidates.contains(named.fixed())) {
            throw invalid("the language '%s' is not among the languages %s: add it to them, or send the language '%s'"
                    .formatted(quote(request.name()), String.join(", ", candidates), SessionDefaults.AUTO));
        }
        return named;
    }

    private LanguageChoice named(String name) throws SessionRefusedException {
        if (isAuto(name)) {
            return model.multilingual()
                    ? LanguageChoice.ANY
                    : LanguageChoice.of(model.languages().iterator().next());
        }
        return LanguageChoice.of(LanguageNames.code(name, model.languages())
                .orElseThrow(() -> new SessionRefusedException(
                        Reason.NOT_FOUND,
                        LANGUAGE,
                        "the model '%s' does not know the language '%s'; send %s, or 'auto'"
                                .formatted(model.name(), quote(name), FORMS))));
    }

    /** Returns the codes of a list, in its order. */
    private Set<String> candidates(List<String> names) throws SessionRefusedException {
        if (names.size() > MAX_LANGUAGES) {
            throw invalid("there are %d languages, at most %d are allowed: leave the list out to choose among all"
                    .formatted(names.size(), MAX_LANGUAGES));
        }
        Set<String> codes = new LinkedHashSet<>();
        for (String name : names) {
            codes.add(candidate(name));
        }
        return codes;
    }

    private String candidate(String name) throws SessionRefusedException {
        if (name.isBlank()) {
            throw invalid("the entry '%s' is empty: send %s, or leave it out".formatted(quote(name), FORMS));
        }
        if (isAuto(name)) {
            throw invalid("'%s' is not a language: name those to choose from, or leave the list out to choose among all"
                    .formatted(quote(name)));
        }
        Optional<String> code = LanguageNames.code(name, model.languages());
        return code.orElseThrow(() -> invalid(
                "the model '%s' does not know the language '%s'; send %s".formatted(model.name(), quote(name), FORMS)));
    }

    private static boolean isAuto(String name) {
        return name.strip().equalsIgnoreCase(SessionDefaults.AUTO);
    }

    private static String quote(String name) {
        return Quote.shorten(name, MAX_QUOTED_LENGTH);
    }

    private static SessionRefusedException invalid(String message) {
        return new SessionRefusedException(Reason.INVALID, LANGUAGES, message);
    }
}
