package io.audiostream.operator.certificate;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate that signs itself, for servers and clients that trust only this certificate.
 *
 * @param certificate X.509 in PEM
 * @param privateKey unencrypted PKCS #8 in PEM
 */
public record SelfSignedCertificate(String certificate, String privateKey) {

    /** Time until the certificate expires. */
    public static final Duration VALIDITY = Duration.ofDays(3650);

    /** Tolerates clocks of nodes that are behind. */
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private static final String CURVE = "secp256r1";
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_NUMBER_BITS = 127;
    private static final int MAX_COMMON_NAME_LENGTH = 64;

    /**
     * Creates a new key and its certificate.
     *
     * @param name common name, cut to the 64 characters that X.509 allows
     * @param clock source of the beginning of the validity
     */
    public static SelfSignedCertificate create(String name, InstantSource clock, SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE), random);
            var keys = generator.generateKeyPair();
            return new SelfSignedCertificate(
                    pem(certificate(name, keys, clock, random)), pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("this Java cannot create an EC certificate: " + e.getMessage(), e);
        }
    }

    private static X509CertificateHolder certificate(
            String name, KeyPair keys, InstantSource clock, SecureRandom random)
            throws CertIOException, OperatorCreationException {
        var subject = new X500NameBuilder()
                .addRDN(BCStyle.CN, name.substring(0, Math.min(MAX_COMMON_NAME_LENGTH, name.length())))
                .build();
        var from = clock.instant().minus(CLOCK_SKEW);
        return new JcaX509v3CertificateBuilder(
                        subject,
                        new BigInteger(SERIAL_NUMBER_BITS, random),
                        Date.from(from),
                        Date.from(from.plus(VALIDITY)),
                        subject,
                        keys.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                }))
                .build(new JcaContentSignerBuilder(SIGNATURE).build(keys.getPrivate()));
    }

    private static String pem(Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    /** Hides the key. */
    @Override
    public String toString() {
        return "SelfSignedCertificate[" + certificate + "]";
    }
}
