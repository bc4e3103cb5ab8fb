package io.audiostream.transcriber.session;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Bounds for waiting for events. They are generous, so that no test fails because the machine is slow. */
public final class TestTimeouts {

    /** For events of the fake engine. */
    public static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** For events of a real engine. */
    public static final Duration ENGINE_TIMEOUT = Duration.ofMinutes(10);

    /** For limits of the server under test that must not expire during a test. */
    public static final Duration NEVER = Duration.ofHours(1);

    private TestTimeouts() {}

    /** Returns limits of streams that end no session. An utterance without more audio ends as in production. */
    public static StreamTimeouts unlimitedStreams(ScheduledExecutorService timer) {
        return new StreamTimeouts(
                new StreamAge(timer, Duration.ZERO), new MuteTimeout(timer), new IdleTimeout(timer, Duration.ZERO));
    }

    /** Waits for an event of the fake engine. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(TIMEOUT);
    }
}
