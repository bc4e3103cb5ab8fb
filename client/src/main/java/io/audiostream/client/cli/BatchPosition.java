package io.audiostream.client.cli;

import java.time.Duration;
import java.util.Optional;

/**
 * The place of a recording among the inputs of one run.
 *
 * @param index number of the recording, from 1
 * @param count number of recordings
 * @param before length of the recordings before this one
 * @param total length of all recordings, above 0; empty if it is not known
 */
record BatchPosition(int index, int count, Duration before, Optional<Duration> total) {

    static final BatchPosition SINGLE = new BatchPosition(1, 1, Duration.ZERO, Optional.empty());

    /** The number among several, like {@code [2/5] }; else empty. */
    String number() {
        return count == 1 ? "" : "[" + index + "/" + count + "] ";
    }

    /** The share of all audio, like {@code all 31% }; empty for a single recording, or if it is not known. */
    String sum(Duration position) {
        return total.filter(length -> count > 1)
                .map(length -> "all %d%%  "
                        .formatted(
                                Math.min(100, 100 * before.plus(position).toMillis() / Math.max(1, length.toMillis()))))
                .orElse("");
    }
}
