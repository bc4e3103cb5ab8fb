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
    private final Duration proxyTimeout;
    private final boolean trustsProxy;

    /**
     * @param proxyTimeout time after which the proxy in front of the server resets an idle stream; zero for no limit.
     *     Sessions end a tenth of it earlier, at most {@link #MAX_LEAD}.
     */
    public IdleTimeout(ScheduledExecutorService timer, Duration proxyTimeout) {
        this(timer, proxyTimeout, false);
    }

    /** @param trustsProxy whether the timeout in a call's headers takes precedence, because the proxy sets it */
    public IdleTimeout(ScheduledExecutorService timer, Duration proxyTimeout, boolean trustsProxy) {
        this.timer = timer;
        this.proxyTimeout = proxyTimeout;
        this.trustsProxy = trustsProxy;
    }

    private Duration limit(CallContext call) {
        Duration header = call.timeouts().streamIdle();
        Duration timeout = trustsProxy && header != null ? header : proxyTimeout;
        Duration tenth = timeout.dividedBy(10);
        return timeout.minus(tenth.compareTo(MAX_LEAD) < 0 ? tenth : MAX_LEAD);
    }

    /** Starts to watch a session. After the time without audio it ends as by {@link StreamSession#endIdle}. */
    void watch(StreamSession session, CallContext call) {
        Duration limit = limit(call);
        if (limit.isPositive()) {
            WaitTimer.start(timer, session, () -> limit, session::endIdle);
        }
    }
}
