package io.audiostream.operator.model;

import io.audiostream.operator.api.ClientCertificatesSpec;
import io.audiostream.operator.api.EnvoySpec;
import io.audiostream.operator.api.Patterns;
import io.audiostream.operator.api.RateLimitSpec;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecLimits;
import io.audiostream.operator.api.SpecMessages;
import io.audiostream.operator.api.TlsSpec;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code tls}, {@code authentication}, {@code rateLimit} and {@code slotsPerCaller} of {@code spec.envoy}. */
final class AccessReader {
    private static final String FIELD = "spec.envoy.";

    private AccessReader() {}

    static EndpointAccess read(EnvoySpec spec) {
        var access = new EndpointAccess(
                Optional.ofNullable(spec.tls()).map(AccessReader::tls),
                Optional.ofNullable(spec.authentication()).map(AuthenticationReader::read),
                Optional.ofNullable(spec.rateLimit()).map(AccessReader::rateLimit),
                rate("slotsPerCaller", spec.slotsPerCaller(), SpecLimits.MAX_SLOTS));
        var callersAreKnown = access.authentication().isPresent()
                || access.tls().flatMap(Tls::clientCertificates).isPresent();
        if (access.slotsPerCaller().isPresent() && !callersAreKnown) {
            throw new InvalidSpecException(FIELD + "slotsPerCaller", SpecMessages.CALLERS_ARE_UNKNOWN);
        }
        if (access.rateLimit().flatMap(RateLimit::perCaller).isPresent() && !callersAreKnown) {
            throw new InvalidSpecException(FIELD + "rateLimit", SpecMessages.CALLERS_ARE_UNKNOWN);
        }
        return access;
    }

    private static Tls tls(TlsSpec spec) {
        var name = secretName(FIELD + "tls.secretName", spec.secretName());
        var minVersion = Objects.requireNonNullElse(spec.minVersion(), SpecDefaults.TLS_MIN_VERSION);
        return new Tls(
                name,
                Tls.Version.of(minVersion)
                        .orElseThrow(() -> new InvalidSpecException(
                                FIELD + "tls.minVersion", "'" + minVersion + "' " + SpecMessages.TLS_VERSION)),
                Optional.ofNullable(spec.clientCertificates()).map(clients -> clientCertificates(clients, name)));
    }

    private static Tls.ClientCertificates clientCertificates(ClientCertificatesSpec spec, String tlsSecret) {
        var field = FIELD + "tls.clientCertificates.";
        var mode = FieldCheck.matches(
                field + "mode",
                Objects.requireNonNullElse(spec.mode(), SpecDefaults.CLIENT_CERTIFICATE_MODE),
                "Required|Optional",
                SpecMessages.CLIENT_CERTIFICATE_MODE);
        return new Tls.ClientCertificates(
                spec.caSecretName() == null ? tlsSecret : secretName(field + "caSecretName", spec.caSecretName()),
                mode.equals("Required"));
    }

    static String secretName(String field, @Nullable String name) {
        if (name == null) {
            throw new InvalidSpecException(field, "required: write the name of a Secret in this namespace");
        }
        return FieldCheck.matches(field, name, Patterns.OBJECT_NAME, SpecMessages.SECRET_NAME);
    }

    private static RateLimit rateLimit(RateLimitSpec spec) {
        if (spec.burst() != null && spec.requestsPerSecond() == null) {
            throw new InvalidSpecException(FIELD + "rateLimit.burst", SpecMessages.BURST);
        }
        if (spec.burstPerCaller() != null && spec.requestsPerSecondPerCaller() == null) {
            throw new InvalidSpecException(FIELD + "rateLimit.burstPerCaller", SpecMessages.BURST_PER_CALLER);
        }
        if (spec.requestsPerSecond() == null && spec.requestsPerSecondPerCaller() == null) {
            throw new InvalidSpecException(FIELD + "rateLimit", SpecMessages.RATE_LIMIT);
        }
        return new RateLimit(
                bucket(spec.requestsPerSecond(), "requestsPerSecond", spec.burst(), "burst"),
                bucket(
                        spec.requestsPerSecondPerCaller(),
                        "requestsPerSecondPerCaller",
                        spec.burstPerCaller(),
                        "burstPerCaller"));
    }

    private static Optional<RateLimit.Rate> bucket(
            @Nullable Integer perSecond, String rateField, @Nullable Integer burst, String burstField) {
        return rate("rateLimit." + rateField, perSecond, SpecLimits.MAX_RATE)
                .map(rate -> new RateLimit.Rate(
                        rate,
                        rate("rateLimit." + burstField, burst, SpecLimits.MAX_RATE)
                                .orElse(rate)));
    }

    private static Optional<Integer> rate(String field, @Nullable Integer value, int max) {
        return value == null
                ? Optional.empty()
                : Optional.of(FieldCheck.inRange(FIELD + field, value, value, SpecLimits.MIN_RATE, max));
    }
}
