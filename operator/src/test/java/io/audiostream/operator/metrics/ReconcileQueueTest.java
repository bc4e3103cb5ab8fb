package io.audiostream.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReconcileQueueTest {
    private static final ResourceID FIRST = new ResourceID("first", "speech");
    private static final ResourceID SECOND = new ResourceID("second", "speech");

    private final AtomicLong nanoTime = new AtomicLong(-1);
    private final ReconcileQueue queue = new ReconcileQueue(nanoTime::get);

    @Test
    void movesReconcileFromWaitingToRunning() {
        // given
        queue.submitted(FIRST);
        queue.submitted(SECOND);

        // when
        queue.started(FIRST);

        // then
        assertThat(queue.waiting()).isOne();
        assertThat(queue.running()).isOne();
    }

    @Test
    void measuresOldestFromItsSubmission() {
        // given
        queue.submitted(FIRST);
        pass(Duration.ofSeconds(3));
        queue.started(FIRST);
        queue.submitted(SECOND);

        // when
        pass(Duration.ofSeconds(2));

        // then
        assertThat(queue.oldestSeconds()).isEqualTo(5);

        // when
        queue.finished(FIRST);

        // then
        assertThat(queue.oldestSeconds()).isEqualTo(2);
    }

    @Test
    void isEmptyAfterAllReconciles() {
        // given
        queue.submitted(FIRST);
        queue.started(FIRST);
        pass(Duration.ofSeconds(1));

        // when
        queue.finished(FIRST);

        // then
        assertThat(queue.running()).isZero();
        assertThat(queue.oldestSeconds()).isZero();
    }

    @Test
    void forgetsResourceDeletedBeforeItsReconcileStarted() {
        // given
        queue.submitted(FIRST);

        // when
        queue.deleted(FIRST);

        // then
        assertThat(queue.waiting()).isZero();
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
