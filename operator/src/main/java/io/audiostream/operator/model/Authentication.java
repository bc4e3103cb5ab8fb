package io.audiostream.operator.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * What proves who calls. A call needs a key or a token where both are accepted.
 *
 * @param apiKeysSecret Secret with the API keys; empty: keys are not accepted
 * @param jwt tokens that are accepted; empty: none
 * @param open what needs no authentication
 */
public record Authentication(Optional<String> apiKeysSecret, Optional<Jwt> jwt, Set<OpenService> open) {

    /** A part of the endpoint that can be open to all. */
    public enum OpenService {
        HEALTH("health"),
        REFLECTION("reflection"),
        MODELS("models");

        private final String text;

        OpenService(String text) {
            this.text = text;
        }

        static Optional<OpenService> of(String text) {
            return Arrays.stream(values())
                    .filter(service -> service.text.equals(text))
                    .findFirst();
        }
    }

    /** @throws IllegalArgumentException when neither keys nor tokens are accepted */
    public Authentication {
        Checks.check(
                apiKeysSecret.isPresent() || jwt.isPresent(), "authentication accepts neither API keys nor tokens");
        open = Set.copyOf(open);
    }
}
