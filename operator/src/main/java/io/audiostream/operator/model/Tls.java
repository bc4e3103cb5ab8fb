package io.audiostream.operator.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * TLS of the endpoint.
 *
 * @param secretName Secret with the certificate and its key
 * @param minVersion lowest version that a client may use
 * @param clientCertificates how certificates of clients are verified; empty: clients are not asked for one
 */
public record Tls(String secretName, Version minVersion, Optional<ClientCertificates> clientCertificates) {

    /** A version of TLS. */
    public enum Version {
        TLS_1_2("TLSv1.2"),
        TLS_1_3("TLSv1.3");

        private final String text;

        Version(String text) {
            this.text = text;
        }

        static Optional<Version> of(String text) {
            return Arrays.stream(values())
                    .filter(version -> version.text.equals(text))
                    .findFirst();
        }
    }

    /**
     * Verification of client certificates.
     *
     * @param caSecretName Secret with the certificates of the authorities
     * @param required whether a client without a certificate is refused
     */
    public record ClientCertificates(String caSecretName, boolean required) {}

    /** Returns whether only clients with a certificate can connect. */
    public boolean requiresClientCertificate() {
        return clientCertificates.filter(ClientCertificates::required).isPresent();
    }
}
