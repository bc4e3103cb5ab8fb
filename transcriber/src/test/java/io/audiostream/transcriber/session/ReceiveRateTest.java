package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiveRateTest {

    private static final long MIN_BYTES = ReceiveRate.MIN_BYTES_PER_SECOND * ReceiveRate.PERIOD.toSeconds();

    private final PeriodicTimer timer = new PeriodicTimer();
    private final AtomicLong received = new AtomicLong();
    private final List<SessionRefusedException> failures = new ArrayList<>();
    private final ReceiveRate.Check check = new ReceiveRate(timer).start(received::get, failures::add);

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @Test
    void acceptsMinimumRate() {
        for (int period = 0; period < 5; period++) {
            // when
            received.addAndGet(MIN_BYTES);
            timer.endPeriod();

            // then
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void endsMessageThatBecomesTooSlow() {
        // given
        received.addAndGet(10 * MIN_BYTES);
        timer.endPeriod();

        // when
        received.addAndGet(MIN_BYTES - 1);
        timer.endPeriod();
        timer.endPeriod();

        // then
        assertThat(failures).hasSize(1);
        assertThat(failures.getFirst().reason()).isEqualTo(Reason.TOO_SLOW);
        assertThat(failures.getFirst()).hasMessageContaining("479999 bytes in 30 s");
    }

    @Test
    void ignoresCompleteMessage() {
        // when
        check.close();
        timer.endPeriod();

        // then
        assertThat(failures).isEmpty();
    }
}
