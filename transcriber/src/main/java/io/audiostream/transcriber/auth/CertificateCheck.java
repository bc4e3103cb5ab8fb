package io.audiostream.transcriber.auth;

import io.audiostream.transcriber.secrets.MountedSecret;
import io.audiostream.transcriber.secrets.PemCertificates;
import io.audiostream.transcriber.secrets.SecretException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/** Checks certificates and their keys in PEM, as Envoy will read them. */
final class CertificateCheck {

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN (RSA |EC |)PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);

    private CertificateCheck() {}

    /** @throws SecretException if a part is missing or broken, or the key belongs to another certificate */
    static void checkPair(MountedSecret secret) throws SecretException {
        Certificate certificate =
                PemCertificates.read(secret, "tls.crt").iterator().next();
        String pem = secret.entry("tls.key");
        var matcher = PRIVATE_KEY.matcher(pem);
        if (!matcher.find()) {
            throw secret.failure("has an entry 'tls.key' that is no private key in PEM without a password");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
            PublicKey publicKey = certificate.getPublicKey();
            byte[] pkcs8 = matcher.group(1).isEmpty() ? der : Pkcs8.wrap(der, publicKey);
            PrivateKey key =
                    KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            if (!belongTogether(key, publicKey)) {
                throw secret.failure("has a key in 'tls.key' that belongs to another certificate than 'tls.crt'");
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw secret.failure(
                    "has an entry 'tls.key' that does not fit the certificate in 'tls.crt': " + e.getMessage());
        }
    }

    /** @throws SecretException if the entry has no certificate, or a broken one */
    static void checkAuthorities(MountedSecret secret) throws SecretException {
        var _ = PemCertificates.read(secret, "ca.crt");
    }

    private static boolean belongTogether(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm(); // Ed25519 signs without a separate digest
        };
        byte[] content = "audiostream".getBytes(StandardCharsets.US_ASCII);
        var signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(content);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(content);
        return signature.verify(signed);
    }
}
