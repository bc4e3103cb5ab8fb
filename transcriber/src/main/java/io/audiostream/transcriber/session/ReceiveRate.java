package io.audiostream.transcriber.session;

import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Ends calls whose first message arrives too slowly, because a call occupies its slot from the first byte. Thread-safe.
 */
public final class ReceiveRate {

    /** Interval of the checks. */
    public static final Duration PERIOD = Duration.ofSeconds(30);

    /** Minimum rate: half of the rate of live 16 kHz mono 16-bit PCM. */
    public static final int MIN_BYTES_PER_SECOND = 16_000;

    private final ScheduledExecutorService timer;

    public ReceiveRate(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /**
     * Starts the check of a message that begins to arrive.
     *
     * @param received returns the number of bytes received so far
     * @param onTooSlow called at most once, on the timer's thread; must not block
     */
    public Check start(LongSupplier received, Consumer<SessionRefusedException> onTooSlow) {
        return new Check(received, onTooSlow);
    }

    /** The check of one message. Close it when the message is complete. */
    public final class Check implements AutoCloseable {

        private final LongSupplier received;
        private final Consumer<SessionRefusedException> onTooSlow;
        private final ScheduledFuture<?> periods;
        private long atBeginOfPeriod;
        private volatile boolean closed;

        private Check(LongSupplier received, Consumer<SessionRefusedException> onTooSlow) {
            this.received = received;
            this.onTooSlow = onTooSlow;
            periods = timer.scheduleAtFixedRate(
                    this::endPeriod, PERIOD.toNanos(), PERIOD.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void endPeriod() {
            if (closed) {
                return;
            }
            long total = received.getAsLong();
            long bytes = total - atBeginOfPeriod;
            atBeginOfPeriod = total;
            if (bytes < MIN_BYTES_PER_SECOND * PERIOD.toSeconds()) {
                close();
                onTooSlow.accept(new SessionRefusedException(
                        Reason.TOO_SLOW,
                        "",
                        "the audio arrives too slowly: %d bytes in %d s, at least %d bytes per second are required"
                                .formatted(bytes, PERIOD.toSeconds(), MIN_BYTES_PER_SECOND)));
            }
        }

        @Override
        public void close() {
            closed = true;
            periods.cancel(false);
        }
    }
}
