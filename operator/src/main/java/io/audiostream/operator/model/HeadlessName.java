package io.audiostream.operator.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Name of the headless Service, whose DNS name has the address of every ready pod. */
final class HeadlessName {
    /** Longest name of a Service: a DNS label. */
    private static final int MAX_LENGTH = 63;

    private static final String SUFFIX = "-headless";

    /** Length of the digest that replaces the end of a long name. */
    private static final int DIGEST_LENGTH = 8;

    private HeadlessName() {}

    /** Returns the name for a service. A digest replaces the end of a name that leaves no room for the suffix. */
    static String of(String service) {
        var room = MAX_LENGTH - SUFFIX.length();
        return service.length() <= room
                ? service + SUFFIX
                : service.substring(0, room - DIGEST_LENGTH - 1) + "-" + digest(service) + SUFFIX;
    }

    private static String digest(String text) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256).substring(0, DIGEST_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
