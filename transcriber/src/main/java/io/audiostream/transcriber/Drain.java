package io.audiostream.transcriber;

import io.audiostream.transcriber.envoy.EnvoyAdminClient;
import io.audiostream.transcriber.session.Sessions;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shuts streams down gracefully. New streams are accepted until shortly before the timeout, because clients may still
 * open them on existing connections.
 */
final class Drain {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    /** Time for sending the resume points of the sessions that are abandoned. */
    private static final Duration ABANDON_TIMEOUT = Duration.ofSeconds(1);

    /** Time between two requests for the number of streams that other pods transcribe. */
    private static final Duration PEER_POLL_INTERVAL = Duration.ofMillis(200);

    private final Sessions sessions;
    private final Plan plan;
    private final Optional<EnvoyAdminClient> envoy;

    /**
     * @param timeout time from the start of the drain until the last session ends
     * @param envoy the Envoy in front of this transcriber; empty if clients connect directly
     */
    Drain(Sessions sessions, Duration timeout, Optional<EnvoyAdminClient> envoy) {
        this(sessions, Plan.of(timeout), envoy);
    }

    Drain(Sessions sessions, Plan plan, Optional<EnvoyAdminClient> envoy) {
        this.sessions = sessions;
        this.plan = plan;
        this.envoy = envoy;
    }

    /** Drains Envoy's listeners, waits for the sessions to end, and ends those that remain. */
    void run() throws InterruptedException {
        long finaliseAt = System.nanoTime() + plan.serving().toNanos();
        log.info("draining {} sessions", sessions.count());
        sessions.startDraining();
        Duration quiet = Duration.ZERO;
        if (envoy.isPresent()) {
            envoy.get().drainListeners();
            quiet = plan.quietPeriod();
        }
        sessions.awaitQuiet(quiet, remaining(finaliseAt));
        awaitStreamsAtPeers(finaliseAt);
        sessions.refuseNew();
        // A session may have opened between the two calls above.
        if (!sessions.awaitNone(remaining(finaliseAt))) {
            log.info("finalising {} running sessions", sessions.count());
            sessions.drainAll();
            // Within the quiet period, clients that reconnect on the same connection receive the refusal here.
            if (!sessions.awaitQuiet(quiet, plan.finalising()) && sessions.count() > 0) {
                log.warn("the drain timeout is over: {} sessions end without all their finals", sessions.count());
                sessions.abandonAll();
                sessions.awaitNone(ABANDON_TIMEOUT);
            }
        }
    }

    /** Waits for the streams of clients of this pod that other pods transcribe: they end with this pod's Envoy. */
    private void awaitStreamsAtPeers(long deadlineNanos) throws InterruptedException {
        if (envoy.isEmpty()) {
            return;
        }
        long streams = envoy.get().streamsAtPeers();
        if (streams > 0) {
            log.info("waiting for {} streams that other pods transcribe", streams);
        }
        while (streams > 0 && remaining(deadlineNanos).isPositive()) {
            Thread.sleep(PEER_POLL_INTERVAL); // Envoy reports no end of a stream
            streams = envoy.get().streamsAtPeers();
        }
    }

    private static Duration remaining(long deadlineNanos) {
        return Duration.ofNanos(deadlineNanos - System.nanoTime());
    }

    /**
     * Divides the drain timeout into phases.
     *
     * @param serving time in which streams run on and new streams are accepted
     * @param finalising time after it in which the remaining sessions get their finals
     * @param quietPeriod time without any session after which the drain ends early. Envoy sends GOAWAY only with the
     *     headers of a response, so a client whose last stream started before the drain opens its next stream here.
     */
    record Plan(Duration serving, Duration finalising, Duration quietPeriod) {

        private static final Duration MAX_FINALISING = Duration.ofSeconds(10);
        private static final Duration MAX_QUIET_PERIOD = Duration.ofSeconds(3);

        /** Reserves the last 10 s for finals, or half of a timeout below 20 s. */
        static Plan of(Duration timeout) {
            Duration finalising = min(timeout.dividedBy(2), MAX_FINALISING);
            Duration serving = timeout.minus(finalising);
            return new Plan(serving, finalising, min(MAX_QUIET_PERIOD, serving));
        }

        private static Duration min(Duration a, Duration b) {
            return a.compareTo(b) < 0 ? a : b;
        }
    }
}
