package io.audiostream.client;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Counts the attempts since a stream last made progress, spaces them exponentially and limits their time. Not
 * thread-safe.
 */
final class Outage {

    private static final int MAX_DOUBLINGS = 30;

    private final ResumePolicy policy;
    private final RandomGenerator random;
    private int attempts;
    private long since;
    private boolean connected;

    Outage(ResumePolicy policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
    }

    /** A call had a response or lasted long: from now on the stream resumes rather than connects. */
    void connected() {
        connected = true;
    }

    /** Maximum time from the first error. */
    Duration timeout() {
        return connected ? policy.resumeTimeout() : policy.connectTimeout();
    }

    /** Number of attempts since the last progress. */
    int attempts() {
        return attempts;
    }

    /** The stream made progress: the next outage begins with the next error. */
    void end() {
        attempts = 0;
    }

    /**
     * Begins another attempt.
     *
     * @param min delay that the service asks for
     * @return delay before the attempt; empty if the time is over
     */
    Optional<Duration> next(long now, Duration min) {
        if (attempts == 0) {
            since = now;
        }
        Duration backoff = backoff();
        Duration delay = backoff.compareTo(min) > 0 ? backoff : min;
        attempts++;
        Duration until = Duration.ofNanos(now - since).plus(delay);
        return until.compareTo(timeout()) > 0 ? Optional.empty() : Optional.of(delay);
    }

    private Duration backoff() {
        Duration longest = policy.initialBackoff().multipliedBy(1L << Math.min(attempts, MAX_DOUBLINGS));
        Duration bounded = longest.compareTo(policy.maxBackoff()) < 0 ? longest : policy.maxBackoff();
        return Duration.ofNanos((long) (bounded.toNanos() * (0.5 + random.nextDouble() / 2)));
    }
}
