package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClientPaceTest {

    private static final int SECOND = 16_000;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // System.nanoTime may overflow
    private final ClientPace pace = new ClientPace(now::get);

    @Test
    void waitsSinceLastAudio() {
        // given
        pass(7);
        chunk(SECOND);

        // when
        pass(3);

        // then
        assertThat(pace.waited()).hasSeconds(3);
        assertThat(pace.lastAudio()).hasSeconds(1);
    }

    @Test
    void doesNotWaitWhileChunkIsQueued() {
        // given
        pace.received();

        // when
        pass(60);

        // then
        assertThat(pace.waited()).isZero();
        assertThat(pace.lag()).isZero();
    }

    @Test
    void countsNoTimeOfProcessing() {
        // given
        pace.received();
        pass(60);

        // when
        pace.audio(1);
        pace.processed();

        // then
        assertThat(pace.waited()).isZero();
        assertThat(pace.lag()).isZero();
    }

    @Test
    void doesNotWaitAfterEndOfAudio() {
        // given
        chunk(SECOND);

        // when
        pace.end();
        pass(60);

        // then
        assertThat(pace.waited()).isZero();
        assertThat(pace.lag()).isZero();
    }

    @Test
    void waitsOnAcrossBytesWithoutSample() {
        // given
        chunk(SECOND);
        pass(2);

        // when
        chunk(0);
        pass(1);

        // then
        assertThat(pace.waited()).hasSeconds(3);
    }

    @Test
    void keepsClientOfTenthOfRealTimeFromFallingBehind() {
        // when
        for (int second = 0; second < 1_000; second++) {
            pass(1);
            chunk(SECOND / 10);
        }

        // then
        assertThat(pace.lag()).isZero();
    }

    @Test
    void countsLagOfClientThatTrickles() {
        // when
        for (int second = 0; second < 1_000; second++) {
            pass(1);
            chunk(SECOND / 20);
        }

        // then
        assertThat(pace.lag()).hasSeconds(500);
    }

    @Test
    void doesNotSaveUpAudioForLater() {
        // given
        chunk(1_000 * SECOND);

        // when
        pass(30);

        // then
        assertThat(pace.lag()).hasSeconds(30);
    }

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void chunk(int samples) {
        pace.received();
        pace.audio(samples);
        pace.processed();
    }
}
