package io.audiostream.client;

import java.time.Duration;

/**
 * How a stream waits for its connection and resumes after it breaks. Immutable.
 *
 * @param connectTimeout maximum time until the first connection, 0 to 24 h; 0 for a single attempt
 * @param resumeTimeout maximum time without progress after a connection broke, 0 to 24 h; 0 to fail at once
 * @param initialBackoff delay before the first new attempt, above 0; each next delay is twice as long. Half of each
 *     delay is random, so that the clients of a pod do not return in step.
 * @param maxBackoff maximum delay, at least {@code initialBackoff}
 * @param maxBufferedBytes audio that the stream keeps in case the service needs it again, in bytes, at least 1
 * @param maxBufferedAudio the same bound as time, above 0, for audio whose format is known
 */
public record ResumePolicy(
        Duration connectTimeout,
        Duration resumeTimeout,
        Duration initialBackoff,
        Duration maxBackoff,
        long maxBufferedBytes,
        Duration maxBufferedAudio) {

    private static final Duration MAX_TIMEOUT = Duration.ofHours(24);

    /**
     * Waits 10 s for the first connection and 2 minutes for another one. The delays are 100 ms to 5 s, and the buffer
     * holds 64 MiB or 15 minutes of audio.
     */
    public static final ResumePolicy DEFAULT = new ResumePolicy(
            Duration.ofSeconds(10),
            Duration.ofMinutes(2),
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            64L << 20,
            Duration.ofMinutes(15));

    /** Fails at the first error. */
    public static final ResumePolicy NONE = DEFAULT.withTimeouts(Duration.ZERO, Duration.ZERO);

    /** @throws IllegalArgumentException if a value is out of bounds; the message names value, bound and remedy */
    public ResumePolicy {
        checkTimeout("connectTimeout", connectTimeout);
        checkTimeout("resumeTimeout", resumeTimeout);
        checkPositive("initialBackoff", initialBackoff);
        if (maxBackoff.compareTo(initialBackoff) < 0) {
            throw new IllegalArgumentException(
                    "maxBackoff is " + maxBackoff + "; set at least the initialBackoff, " + initialBackoff);
        }
        if (maxBufferedBytes < 1) {
            throw new IllegalArgumentException("maxBufferedBytes is " + maxBufferedBytes + "; set at least 1 byte");
        }
        checkPositive("maxBufferedAudio", maxBufferedAudio);
    }

    private static void checkTimeout(String name, Duration value) {
        if (value.isNegative() || value.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(name + " is " + value + "; set a duration from PT0S to " + MAX_TIMEOUT);
        }
    }

    private static void checkPositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " is " + value + "; set a duration above PT0S");
        }
    }

    /** Returns the policy with other timeouts. */
    public ResumePolicy withTimeouts(Duration connect, Duration resume) {
        return new ResumePolicy(connect, resume, initialBackoff, maxBackoff, maxBufferedBytes, maxBufferedAudio);
    }

    /** Returns the policy with other delays between attempts. */
    public ResumePolicy withBackoff(Duration initial, Duration max) {
        return new ResumePolicy(connectTimeout, resumeTimeout, initial, max, maxBufferedBytes, maxBufferedAudio);
    }

    /** Returns the policy with another bound of the kept audio. */
    public ResumePolicy withBuffer(long bytes, Duration audio) {
        return new ResumePolicy(connectTimeout, resumeTimeout, initialBackoff, maxBackoff, bytes, audio);
    }
}
