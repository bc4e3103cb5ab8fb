package io.audiostream.operator.dependent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Replaces the values of a ConfigMap by digests, which take less memory and tell as well whether a value changed. */
public final class DataDigests {
    private static final String PREFIX = "sha256:";

    private DataDigests() {}

    /** Returns the digest of each value. A value that is a digest stays: an object may be read more than once. */
    public static Map<String, String> of(Map<String, String> data) {
        var digests = new TreeMap<String, String>();
        data.forEach((name, value) -> digests.put(name, value.startsWith(PREFIX) ? value : digest(value)));
        return digests;
    }

    private static String digest(String value) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return PREFIX + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
