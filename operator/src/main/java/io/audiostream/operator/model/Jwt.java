package io.audiostream.operator.model;

import java.util.List;

/**
 * JSON Web Tokens that are accepted.
 *
 * @param issuer value of the claim iss
 * @param audiences accepted values of the claim aud, at least one
 * @param jwks keys that verify the signatures
 */
public record Jwt(String issuer, List<String> audiences, Jwks jwks) {

    /** @throws IllegalArgumentException without an audience */
    public Jwt {
        audiences = List.copyOf(audiences);
        Checks.check(!audiences.isEmpty(), "tokens need at least one audience");
    }
}
