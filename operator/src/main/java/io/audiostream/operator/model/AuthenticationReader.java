package io.audiostream.operator.model;

import io.audiostream.operator.api.AuthenticationSpec;
import io.audiostream.operator.api.JwksSpec;
import io.audiostream.operator.api.JwtSpec;
import io.audiostream.operator.api.Patterns;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecMessages;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code spec.envoy.authentication}. */
final class AuthenticationReader {
    private static final String FIELD = "spec.envoy.authentication";

    private AuthenticationReader() {}

    static Authentication read(AuthenticationSpec spec) {
        if (spec.apiKeys() == null && spec.jwt() == null) {
            throw new InvalidSpecException(FIELD, SpecMessages.AUTHENTICATION_METHOD);
        }
        return new Authentication(
                Optional.ofNullable(spec.apiKeys())
                        .map(keys -> AccessReader.secretName(FIELD + ".apiKeys.secretName", keys.secretName())),
                Optional.ofNullable(spec.jwt()).map(AuthenticationReader::jwt),
                open(Objects.requireNonNullElse(spec.open(), List.of(SpecDefaults.OPEN_SERVICE))));
    }

    private static Set<Authentication.OpenService> open(List<String> names) {
        var open = EnumSet.noneOf(Authentication.OpenService.class);
        for (var name : names) {
            open.add(Authentication.OpenService.of(name)
                    .orElseThrow(() ->
                            new InvalidSpecException(FIELD + ".open", "'" + name + "' " + SpecMessages.OPEN_SERVICES)));
        }
        return open;
    }

    private static Jwt jwt(JwtSpec spec) {
        var audiences = Objects.requireNonNullElse(spec.audiences(), List.<String>of());
        if (spec.issuer() == null || spec.issuer().isEmpty()) {
            throw new InvalidSpecException(FIELD + ".jwt.issuer", SpecMessages.JWT_ISSUER);
        }
        if (audiences.isEmpty() || audiences.contains("")) {
            throw new InvalidSpecException(FIELD + ".jwt.audiences", SpecMessages.JWT_AUDIENCES);
        }
        if (spec.jwks() == null) {
            throw new InvalidSpecException(FIELD + ".jwt.jwks", SpecMessages.ONE_JWKS_SOURCE);
        }
        return new Jwt(spec.issuer(), audiences, jwks(spec.jwks(), FIELD + ".jwt.jwks"));
    }

    private static Jwks jwks(JwksSpec spec, String field) {
        if (Stream.of(spec.inline(), spec.secretName(), spec.uri())
                        .filter(Objects::nonNull)
                        .count()
                != 1) {
            throw new InvalidSpecException(field, SpecMessages.ONE_JWKS_SOURCE);
        }
        if (spec.inline() != null) {
            if (!spec.inline().stripLeading().startsWith("{") || !spec.inline().contains("\"keys\"")) {
                throw new InvalidSpecException(field + ".inline", SpecMessages.JWKS_INLINE);
            }
            return new Jwks.Inline(spec.inline());
        }
        if (spec.uri() != null) {
            var uri = FieldCheck.matches(field + ".uri", spec.uri(), Patterns.HTTPS_ADDRESS, SpecMessages.JWKS_URI);
            return new Jwks.Remote(URI.create(uri));
        }
        if (spec.key() == null) {
            throw new InvalidSpecException(field + ".key", SpecMessages.JWKS_KEY);
        }
        return new Jwks.FromSecret(
                AccessReader.secretName(field + ".secretName", spec.secretName()),
                FieldCheck.matches(field + ".key", spec.key(), Patterns.SECRET_KEY, SpecMessages.SECRET_KEY));
    }
}
