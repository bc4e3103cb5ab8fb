package io.audiostream.transcriber.session;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Ends sessions whose client sends no audio, with their finals and a point to resume from. It precedes a proxy that
 * resets idle streams. Thread-safe.
 */
public final class IdleTimeout {

    /** Maximum time by which a stream ends before the proxy's timeout. */
    static final Duration MAX_LEAD = Duration.ofSeconds(30);

    private final ScheduledExecutorService timer;
    private final Duration limit;

    /**
     * @param proxyTimeout time after which the proxy in front of the server resets an idle stream; zero for no limit.
     *     Sessions end a tenth of it earlier, at most {@link #MAX_LEAD}.
     */
    public IdleTimeout(ScheduledExecutorService timer, Duration proxyTimeout) {
        this.timer = timer;
        Duration tenth = proxyTimeout.dividedBy(10);
        limit = proxyTimeout.minus(tenth.compareTo(MAX_LEAD) < 0 ? tenth : MAX_LEAD);
    }

    /** Starts to watch a session. After the time without audio it ends as by {@link StreamSession#endIdle}. */
    void watch(StreamSession session) {
        if (limit.isPositive()) {
            WaitTimer.start(timer, session, () -> limit, session::endIdle);
        }
    }
}
