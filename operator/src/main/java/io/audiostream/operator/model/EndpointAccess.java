package io.audiostream.operator.model;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who may call the endpoint, and how much.
 *
 * @param tls certificates of the endpoint and of its clients; empty: plain text
 * @param authentication what proves who calls; empty: every call is accepted
 * @param rateLimit limits of new calls; empty: no limit
 * @param slotsPerCaller slots of a pod that one caller may use at once; empty: no limit
 */
public record EndpointAccess(
        Optional<Tls> tls,
        Optional<Authentication> authentication,
        Optional<RateLimit> rateLimit,
        Optional<Integer> slotsPerCaller) {

    /** Plain text for everybody, without limits: the default. */
    public static final EndpointAccess OPEN =
            new EndpointAccess(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Returns the names of the Secrets that the pods mount. */
    public SortedMap<SecretMount, String> secrets() {
        var secrets = new TreeMap<SecretMount, String>();
        tls.ifPresent(settings -> {
            secrets.put(SecretMount.TLS, settings.secretName());
            settings.clientCertificates()
                    .ifPresent(clients -> secrets.put(SecretMount.CLIENT_CA, clients.caSecretName()));
        });
        authentication
                .flatMap(Authentication::apiKeysSecret)
                .ifPresent(name -> secrets.put(SecretMount.API_KEYS, name));
        authentication.flatMap(Authentication::jwt).ifPresent(jwt -> {
            if (jwt.jwks() instanceof Jwks.FromSecret secret) {
                secrets.put(SecretMount.JWKS, secret.secretName());
            }
        });
        return Collections.unmodifiableSortedMap(secrets);
    }
}
