package io.audiostream.transcriber.auth;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Configures the authorization of calls.
 *
 * @param port port on loopback, 0 for any free one
 * @param apiKeys folder of the API keys, one file for each caller; empty: keys are not accepted
 * @param acceptsJwt whether tokens are accepted that Envoy has verified
 * @param jwks file of a JSON Web Key Set that Envoy fetches; empty: there is none
 */
public record AuthorizationConfig(int port, Optional<Path> apiKeys, boolean acceptsJwt, Optional<Path> jwks) {

    /** @throws IllegalArgumentException if neither keys nor tokens are accepted */
    public AuthorizationConfig {
        if (apiKeys.isEmpty() && !acceptsJwt) {
            throw new IllegalArgumentException("--authorization-port: needs --api-keys, --accept-jwt or both");
        }
    }
}
