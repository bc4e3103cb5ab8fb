package io.audiostream.operator.reconciler;

import java.time.Duration;

/** Times of the leader election. */
final class LeaseTimes {
    /** Age of the last renewal from which a standby takes the Lease. */
    static final Duration DURATION = Duration.ofSeconds(11);

    /**
     * Time after which a leader that cannot renew the Lease stops to lead. The client compares it between two attempts:
     * an attempt whose answers come late, within the timeout of a request, still renews the Lease.
     */
    static final Duration RENEW_DEADLINE = Duration.ofSeconds(8);

    /** Shortest time between two attempts to renew or to take the Lease. */
    static final Duration RETRY_PERIOD = Duration.ofMillis(1500);

    /** The client lets a standby wait up to this share of the period longer, so that standbys do not ask at once. */
    static final double MAX_JITTER = 1.2;

    private LeaseTimes() {}

    /** Returns the longest time from the last renewal of a leader that crashes until a standby asks for the Lease. */
    static Duration maxFailover() {
        return DURATION.plus(RETRY_PERIOD).plusMillis((long) (RETRY_PERIOD.toMillis() * MAX_JITTER));
    }
}
