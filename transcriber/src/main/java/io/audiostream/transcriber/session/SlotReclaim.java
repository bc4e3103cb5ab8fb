package io.audiostream.transcriber.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Frees slots that their clients do not use. A call that finds no slot ends the session whose client is furthest
 * behind, with its finals and a point to resume from, so that a later call finds its slot. Thread-safe.
 */
final class SlotReclaim {

    /** Lag, as {@link ClientPace#lag} measures it, from which a session ends: a client that sends nothing has it. */
    static final Duration MIN_LAG = Duration.ofSeconds(30);

    private final Collection<StreamSession> sessions;

    @GuardedBy("this")
    private @Nullable StreamSession ending;

    /** @param sessions the open sessions; safe for concurrent use */
    SlotReclaim(Collection<StreamSession> sessions) {
        this.sessions = sessions;
    }

    /** Ends one session, unless another one is still ending or every client keeps up. */
    synchronized void run() {
        if (ending != null && !ending.isClosed()) {
            return;
        }
        ending = sessions.stream()
                .filter(session -> session.pace().lag().compareTo(MIN_LAG) >= 0)
                .max(Comparator.comparing(session -> session.pace().lag()))
                .orElse(null);
        if (ending != null) {
            ending.reclaim(MIN_LAG);
        }
    }
}
