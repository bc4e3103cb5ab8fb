package io.audiostream.transcriber.session;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which languages the speech of a session may have.
 *
 * @param fixed a code that the model knows, or null to detect the language of each utterance
 * @param candidates codes among which the detection chooses; empty for all that the model knows
 */
record LanguageChoice(@Nullable String fixed, Set<String> candidates) {

    /** The language of each utterance is detected among all that the model knows. */
    static final LanguageChoice ANY = new LanguageChoice(null, Set.of());

    LanguageChoice {
        candidates = Set.copyOf(candidates);
    }

    /** Returns whether the detection may find a language. */
    boolean allows(String code) {
        return candidates.isEmpty() || candidates.contains(code);
    }

    /** Chooses one language for all utterances. */
    static LanguageChoice of(String code) {
        return new LanguageChoice(code, Set.of());
    }

    /**
     * Has the language of each utterance detected among some, or fixes the only one.
     *
     * @param codes at least one
     */
    static LanguageChoice among(Set<String> codes) {
        return codes.size() == 1 ? of(codes.iterator().next()) : new LanguageChoice(null, codes);
    }
}
