package io.audiostream.transcriber.auth;

import io.audiostream.transcriber.session.CallContext;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a call is authenticated, and by whom. An API key or a verified token is enough. Thread-safe. */
final class Authorizer {

    /** Words for the failures that Envoy reports most. */
    private static final Map<String, String> FAILURES = Map.of(
            "Jwt is expired",
            "it is expired (claim exp): get a new one",
            "Jwt not yet valid",
            "it is not valid yet (claim nbf): check the clock of the issuer",
            "Audiences in Jwt are not allowed",
            "it is for another audience (claim aud) than spec.envoy.authentication.jwt.audiences",
            "Jwt issuer is not configured",
            "it is from another issuer (claim iss) than spec.envoy.authentication.jwt.issuer",
            "Jwt verification fails",
            "its signature is wrong, or it never expires (claim exp is missing)",
            "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections",
            "it is unsigned or incomplete: a token has three parts with dots between");

    private final Optional<ApiKeys> keys;
    private final boolean acceptsJwt;

    /** The answer for one call. */
    sealed interface Decision {
        /** @param caller who calls, as {@link CallContext#caller} */
        record Allowed(String caller) implements Decision {}

        /**
         * @param message for the client, without the credentials
         * @param presented whether the call presented credentials
         */
        record Refused(String message, boolean presented) implements Decision {}
    }

    /**
     * @param keys accepted API keys; empty: none
     * @param acceptsJwt whether Envoy verifies tokens
     */
    Authorizer(Optional<ApiKeys> keys, boolean acceptsJwt) {
        this.keys = keys;
        this.acceptsJwt = acceptsJwt;
    }

    Decision authorize(Credentials credentials) {
        if (acceptsJwt && credentials.jwtSubject().isPresent()) {
            return ofSubject(credentials.jwtSubject().get());
        }
        Optional<String> caller = keys.flatMap(known -> credentials.key().flatMap(known::callerOf));
        if (caller.isPresent()) {
            return new Decision.Allowed("key:" + caller.get());
        }
        if (credentials.key().isEmpty()) {
            return new Decision.Refused(missing(), false);
        }
        return new Decision.Refused(
                acceptsJwt && (keys.isEmpty() || credentials.hasTokenForm())
                        ? refusedToken(credentials.jwtFailure().orElse(null))
                        : "the API key is not known: it is wrong, or it was removed",
                true);
    }

    /** A subject becomes a header and part of the log, so it must not contain everything. */
    private static Decision ofSubject(String subject) {
        String caller = "jwt:" + subject;
        return CallContext.isCaller(caller) && !subject.isEmpty()
                ? new Decision.Allowed(caller)
                : new Decision.Refused(
                        "the token was refused: its subject (claim sub) must be 1 to %d printable ASCII characters"
                                .formatted(CallContext.MAX_CALLER_LENGTH - "jwt:".length()),
                        true);
    }

    private static String refusedToken(@Nullable String failure) {
        return "the token was refused: "
                + (failure == null ? "it names no subject (claim sub)" : FAILURES.getOrDefault(failure, failure));
    }

    private String missing() {
        String key = "an API key, in the header authorization (Bearer KEY) or x-api-key";
        String token = "a token (JWT), in the header authorization (Bearer TOKEN)";
        return "this service needs authentication: send "
                + (keys.isEmpty() ? token : acceptsJwt ? key + ", or " + token : key);
    }
}
