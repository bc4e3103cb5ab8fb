package io.audiostream.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RunningReconcilesTest {
    private static final Duration TOO_LONG = RunningReconciles.MAX_DURATION.plusMinutes(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final RunningReconciles running = new RunningReconciles(now::get);

    @Test
    void reportsReconcileThatHangs() {
        // given
        var _ = running.started();
        now.set(Instant.EPOCH.plus(TOO_LONG));
        var _ = running.started();

        // when / then
        assertThat(running.stuck()).hasValue(TOO_LONG);
    }

    @Test
    void reportsNothingWhileReconcilesAreShort() {
        // given
        var _ = running.started();
        now.set(Instant.EPOCH.plus(RunningReconciles.MAX_DURATION));

        // when / then
        assertThat(running.stuck()).isEmpty();
    }

    @Test
    void reportsNothingAfterTheEnd() {
        // given
        var reconcile = running.started();

        // when
        running.ended(reconcile);
        now.set(Instant.EPOCH.plus(TOO_LONG));

        // then
        assertThat(running.stuck()).isEmpty();
    }
}
