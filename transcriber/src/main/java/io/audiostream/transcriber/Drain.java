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

    /** Clients hear that they are to go elsewhere with the next answer that they get; they are given that long. */
    private static final Duration LAST_CALL = Duration.ofSeconds(3);

    /** What it takes to tell a client where to go on. */
    private static final Duration LAST_WORD = Duration.ofSeconds(1);

    private final Sessions sessions;
    private final Plan plan;
    private final Optional<EnvoyAdmin> envoy;

    /**
     * @param timeout how long streams may go on
     * @param envoy the Envoy that clients come through, if they do
     */
    Drain(Sessions sessions, Duration timeout, Optional<EnvoyAdmin> envoy) {
        this.sessions = sessions;
        this.plan = Plan.of(timeout);
        this.envoy = envoy;
    }

    /** Sends clients elsewhere and returns when no stream is left, in time or because it was ended. */
    void run() throws InterruptedException {
        long end = System.nanoTime() + plan.undisturbed().toNanos();
        log.info("draining {} sessions", sessions.count());
        sessions.leave();
        if (envoy.isPresent()) {
            envoy.get().sendClientsElsewhere();
            Thread.sleep(plan.lastCall());
        }
        sessions.awaitNone(until(end));
        sessions.refuseNew();
        // One more may have come before that.
        if (!sessions.awaitNone(until(end))) {
            log.info("finalising {} sessions that still run", sessions.count());
            sessions.drainAll();
            if (!sessions.awaitNone(plan.finalising())) {
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
     */
    record Plan(Duration undisturbed, Duration finalising) {

        private static final Duration FINALISING = Duration.ofSeconds(10);

        /** The last ten seconds are for finals; of a short time, half. */
        static Plan of(Duration timeout) {
            Duration finalising = min(timeout.dividedBy(2), FINALISING);
            return new Plan(timeout.minus(finalising), finalising);
        }

        /** How long streams are waited for when there are none. */
        Duration lastCall() {
            return min(LAST_CALL, undisturbed);
        }

        private static Duration min(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }
    }
}
