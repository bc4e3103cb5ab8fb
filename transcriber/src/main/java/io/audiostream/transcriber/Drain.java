package io.audiostream.transcriber;

import io.audiostream.transcriber.session.Sessions;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the streams of a server end that is to stop. A client's old connection may still bring a new stream after nobody
 * new is sent here, so those are served as long as there is time, and refused only near the end of it.
 */
final class Drain {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    /** What it takes to tell a client where to go on. */
    private static final Duration LAST_WORD = Duration.ofSeconds(1);

    private final Sessions sessions;
    private final Plan plan;
    private final Optional<EnvoyAdminClient> envoy;

    /**
     * @param timeout how long streams may go on
     * @param envoy the Envoy that clients come through, if they do
     */
    Drain(Sessions sessions, Duration timeout, Optional<EnvoyAdminClient> envoy) {
        this(sessions, Plan.of(timeout), envoy);
    }

    Drain(Sessions sessions, Plan plan, Optional<EnvoyAdminClient> envoy) {
        this.sessions = sessions;
        this.plan = plan;
        this.envoy = envoy;
    }

    /** Sends clients elsewhere and returns when no stream is left, in time or because it was ended. */
    void run() throws InterruptedException {
        long end = System.nanoTime() + plan.undisturbed().toNanos();
        log.info("draining {} sessions", sessions.count());
        sessions.startDraining();
        Duration quiet = Duration.ZERO;
        if (envoy.isPresent()) {
            envoy.get().sendClientsElsewhere();
            quiet = plan.lastCall();
        }
        sessions.awaitQuiet(quiet, until(end));
        sessions.refuseNew();
        // One more may have come before that.
        if (!sessions.awaitNone(until(end))) {
            log.info("finalising {} sessions that still run", sessions.count());
            sessions.drainAll();
            // Who goes on at once on the same connection is told so here.
            if (!sessions.awaitQuiet(quiet, plan.finalising()) && sessions.count() > 0) {
                log.warn("{} sessions end without all their finals: they took too long", sessions.count());
                sessions.abandonAll();
                sessions.awaitNone(LAST_WORD);
            }
        }
    }

    private static Duration until(long nanoTime) {
        return Duration.ofNanos(nanoTime - System.nanoTime());
    }

    /**
     * How the time is spent.
     *
     * @param undisturbed streams come and go on as if nothing were
     * @param finalising they get their finals
     * @param lastCall how long nobody must have been served before it is over. Envoy tells a client to go elsewhere
     *     with the beginning of an answer, so one whose last stream began before all this comes here once more
     */
    record Plan(Duration undisturbed, Duration finalising, Duration lastCall) {

        private static final Duration FINALISING = Duration.ofSeconds(10);
        private static final Duration LAST_CALL = Duration.ofSeconds(3);

        /** The last ten seconds are for finals; of a short time, half. */
        static Plan of(Duration timeout) {
            Duration finalising = min(timeout.dividedBy(2), FINALISING);
            Duration undisturbed = timeout.minus(finalising);
            return new Plan(undisturbed, finalising, min(LAST_CALL, undisturbed));
        }

        private static Duration min(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }
    }
}
