package io.audiostream.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final RateLimit rate = new RateLimit(2, now::get);

    @Test
    void allowsSoManyWritesInASecond() {
        // when / then
        assertThat(rate.take()).isTrue();
        assertThat(rate.take()).isTrue();
        assertThat(rate.take()).isFalse();
    }

    @Test
    void allowsNoMoreAroundTheEndOfASecond() {
        // given
        rate.take();
        now.set(Instant.EPOCH.plusMillis(900));
        rate.take();

        // when
        now.set(Instant.EPOCH.plusMillis(1000));

        // then
        assertThat(rate.take()).isTrue();
        assertThat(rate.take()).isFalse();
    }

    @Test
    void collectsNoWritesInAPause() {
        // given
        now.set(Instant.EPOCH.plusSeconds(60));

        // when / then
        assertThat(rate.take()).isTrue();
        assertThat(rate.take()).isTrue();
        assertThat(rate.take()).isFalse();
    }
}
