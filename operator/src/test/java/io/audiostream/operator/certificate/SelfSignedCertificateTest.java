package io.audiostream.operator.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SelfSignedCertificateTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void signsItselfForServersAndClients() throws Exception {
        // when
        var certificate = parse(create("speech-peers"));

        // then
        assertThatCode(() -> certificate.verify(certificate.getPublicKey())).doesNotThrowAnyException();
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=speech-peers");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getBasicConstraints())
                .as("no certificate authority")
                .isEqualTo(-1);
    }

    @Test
    void isValidForTenYearsAndOnNodesWhoseClockIsBehind() throws Exception {
        // when
        var certificate = parse(create("speech-peers"));

        // then
        assertThatCode(() -> certificate.checkValidity(java.util.Date.from(NOW.minus(Duration.ofMinutes(59)))))
                .doesNotThrowAnyException();
        assertThat(Duration.between(NOW, certificate.getNotAfter().toInstant()))
                .isBetween(Duration.ofDays(3649), Duration.ofDays(3650));
    }

    @Test
    void hasKeyOfItsOwn() throws Exception {
        // when / then
        assertThat(parse(create("a")).getPublicKey())
                .isNotEqualTo(parse(create("a")).getPublicKey());
    }

    @Test
    void cutsNameToLengthOfX509() throws Exception {
        // when / then
        assertThat(parse(create("a".repeat(80))).getSubjectX500Principal().getName())
                .isEqualTo("CN=" + "a".repeat(64));
    }

    @Test
    void hidesKeyInText() {
        // when / then
        assertThat(create("a")).asString().contains("BEGIN CERTIFICATE").doesNotContain("PRIVATE");
    }

    private static SelfSignedCertificate create(String name) {
        return SelfSignedCertificate.create(name, () -> NOW, new SecureRandom());
    }

    private static X509Certificate parse(SelfSignedCertificate certificate) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(certificate.certificate().getBytes(StandardCharsets.US_ASCII)));
    }
}
