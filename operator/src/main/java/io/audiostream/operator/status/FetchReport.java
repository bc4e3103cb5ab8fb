package io.audiostream.operator.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a pod that fetches its model, as the pod reports it.
 *
 * @param bytes bytes of the current file that are fetched, at least 0
 * @param total size of the file; null when the server does not tell it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record FetchReport(long bytes, @Nullable Long total) {
    private static final long MEBIBYTE = 1 << 20;

    /** Checks the lower bounds. */
    public FetchReport {
        if (bytes < 0 || total != null && total < bytes) {
            throw new IllegalArgumentException(
                    "bytes is %d and total is %s; bytes must be at least 0 and at most total".formatted(bytes, total));
        }
    }

    /** Returns the progress for people, such as {@code 512 of 1543 MiB}. */
    String text() {
        return total == null
                ? "%d MiB".formatted(bytes / MEBIBYTE)
                : "%d of %d MiB".formatted(bytes / MEBIBYTE, total / MEBIBYTE);
    }
}
