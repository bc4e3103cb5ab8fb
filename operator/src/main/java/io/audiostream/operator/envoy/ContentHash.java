package io.audiostream.operator.envoy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short hashes that name the content of files. */
public final class ContentHash {
    /** 40 bits: two of a million versions of one resource have the same hash with a probability below one half. */
    private static final int HEX_DIGITS = 10;

    private ContentHash() {}

    /** Returns the first 10 hex digits of the text's SHA-256, in lower case. */
    public static String of(String text) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, HEX_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
