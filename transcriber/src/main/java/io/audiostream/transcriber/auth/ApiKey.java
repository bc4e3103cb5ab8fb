package io.audiostream.transcriber.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A caller's API key, as a digest only.
 *
 * @param caller name of the caller
 * @param digest SHA-256 of the key, 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // not compared by equals, and never changed
record ApiKey(String caller, byte[] digest) {

    /** Fewest characters of a key that is not a digest, so that it cannot be guessed. */
    static final int MIN_LENGTH = 16;

    private static final String DIGEST_PREFIX = "sha256:";

    /**
     * Reads an entry of the Secret.
     *
     * @param value the key, or {@code sha256:} and 64 hex digits. Space around it is ignored: many tools add a newline.
     * @throws IllegalArgumentException if the value is neither; the message does not contain it
     */
    static ApiKey parse(String caller, String value) {
        String text = value.strip();
        if (text.startsWith(DIGEST_PREFIX)) {
            String hex = text.substring(DIGEST_PREFIX.length()).toLowerCase(Locale.ROOT);
            if (!hex.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(
                        "sha256: must be followed by 64 hex digits, as `printf %s KEY | sha256sum` prints them");
            }
            return new ApiKey(caller, HexFormat.of().parseHex(hex));
        }
        if (text.length() < MIN_LENGTH) {
            throw new IllegalArgumentException(
                    "it has %d characters, a key needs at least %d: create one with `openssl rand -hex 32`"
                            .formatted(text.length(), MIN_LENGTH));
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "a key must be printable ASCII without spaces, because clients send it in a header");
        }
        return new ApiKey(caller, sha256(text));
    }

    /** Compares in a time that does not depend on the digest. */
    boolean matches(byte[] presented) {
        return MessageDigest.isEqual(digest, presented);
    }

    static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ApiKey[" + caller + "]";
    }
}
