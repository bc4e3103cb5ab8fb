package io.audiostream.transcriber.secrets;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;

/** Reads certificates in PEM from an entry. */
public final class PemCertificates {

    private PemCertificates() {}

    /** @throws SecretException if the entry is missing, or has no certificate or a broken one */
    public static Collection<? extends Certificate> read(MountedSecret secret, String entry) throws SecretException {
        byte[] pem = secret.entry(entry).getBytes(StandardCharsets.UTF_8);
        try {
            var certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            if (certificates.isEmpty()) {
                throw secret.failure("has no certificate in '%s'".formatted(entry));
            }
            return certificates;
        } catch (CertificateException e) {
            throw secret.failure(
                    "has an entry '%s' that is no certificate in PEM: %s".formatted(entry, e.getMessage()));
        }
    }
}
