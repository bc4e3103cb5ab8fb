package io.audiostream.transcriber.auth;

import io.audiostream.transcriber.websocket.Subprotocols;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call presents.
 *
 * @param key the bearer token or API key
 * @param jwtSubject subject of a token that Envoy has verified
 * @param jwtFailure why Envoy did not accept a token
 */
record Credentials(Optional<String> key, Optional<String> jwtSubject, Optional<String> jwtFailure) {

    private static final String BEARER = "bearer ";

    /**
     * @param authorization the header {@code authorization}
     * @param apiKey the header {@code x-api-key}, which takes precedence: it can only be a key
     * @param subprotocols the subprotocols of a WebSocket, which contain the key of a browser
     */
    static Credentials of(
            @Nullable String authorization,
            @Nullable String apiKey,
            Subprotocols subprotocols,
            @Nullable String jwtSubject,
            @Nullable String jwtFailure) {
        Optional<String> bearer = Optional.ofNullable(authorization)
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()).strip());
        return new Credentials(
                Optional.ofNullable(apiKey)
                        .map(String::strip)
                        .or(() -> bearer)
                        .or(subprotocols::key)
                        .filter(key -> !key.isEmpty()),
                Optional.ofNullable(jwtSubject),
                Optional.ofNullable(jwtFailure));
    }

    /** Returns whether the call presents a token in the form of a JWT: three parts with dots between. */
    boolean hasTokenForm() {
        return key.filter(text -> text.chars().filter(c -> c == '.').count() == 2)
                .isPresent();
    }

    @Override
    public String toString() {
        return "Credentials"; // never logs a key
    }
}
