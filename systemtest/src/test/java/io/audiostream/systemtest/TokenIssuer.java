package io.audiostream.systemtest;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Issues JSON Web Tokens with a key of its own. */
final class TokenIssuer {
    static final String ISSUER = "https://login.example.com/";
    static final String AUDIENCE = "audiostream";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final String keyId;
    private final KeyPair key;

    TokenIssuer(String keyId) {
        this.keyId = keyId;
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            key = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the key set as the issuer publishes it. */
    String keySet() {
        var rsa = (RSAPublicKey) key.getPublic();
        return """
                {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"%s","n":"%s","e":"%s"}]}
                """.formatted(keyId, encode(rsa.getModulus()), encode(rsa.getPublicExponent()));
    }

    static String claims(String issuer, String audience, String subject, Instant expiry) {
        return "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"%s\",\"exp\":%d}"
                .formatted(issuer, audience, subject, expiry.getEpochSecond());
    }

    static Instant inOneHour() {
        return Instant.now().plusSeconds(3600);
    }

    /** Returns a token that the service accepts. */
    String token(String subject) {
        return sign(claims(ISSUER, AUDIENCE, subject, inOneHour()));
    }

    String sign(String claims) {
        try {
            String content = unsigned("RS256", claims);
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a token that claims to need no signature. */
    String withoutSignature(String claims) {
        return unsigned("none", claims) + ".";
    }

    /** Signs with the public key as a shared secret, which a careless verifier accepts. */
    String signedWithPublicKey(String claims) {
        try {
            String content = unsigned("HS256", claims);
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getPublic().getEncoded(), "HmacSHA256"));
            return content + "." + BASE64.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String unsigned(String algorithm, String claims) {
        return encode("{\"alg\":\"%s\",\"typ\":\"JWT\",\"kid\":\"%s\"}".formatted(algorithm, keyId)) + "."
                + encode(claims);
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        return BASE64.encodeToString(java.util.Arrays.copyOfRange(bytes, sign, bytes.length));
    }
}
