package io.audiostream.transcriber.session;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The id by which a call is found in logs: at the client, in Envoy and here. */
public final class RequestId {

    /** The header in which callers and Envoy send it. */
    public static final String HEADER = "x-request-id";

    private static final int MAX_LENGTH = 128;

    private RequestId() {}

    /** The caller's id, or a new one when it sent none that can be written into a log as it is. */
    public static String of(@Nullable String sent) {
        boolean usable = sent != null
                && !sent.isEmpty()
                && sent.length() <= MAX_LENGTH
                && sent.chars().allMatch(c -> c > ' ' && c < 127);
        return usable ? String.valueOf(sent) : UUID.randomUUID().toString();
    }
}
