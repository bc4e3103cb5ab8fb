package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTimeoutsTest {

    @Test
    void readsMilliseconds() {
        // when / then
        assertThat(ProxyTimeouts.of("90000", "0")).isEqualTo(new ProxyTimeouts(Duration.ofSeconds(90), Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "90s", "1e3", "1234567890", "0x10", "١"})
    void ignoresJunk(String header) {
        // when / then
        assertThat(ProxyTimeouts.of(header, header)).isEqualTo(ProxyTimeouts.NONE);
    }

    @Test
    void ignoresRequestTimeoutOfZero() {
        // when / then
        assertThat(ProxyTimeouts.of("0", null)).isEqualTo(ProxyTimeouts.NONE);
    }

    @Test
    void limitsCallByHeaderOfTrustedProxyAlone() {
        // given
        var call = CallContext.NONE.withTimeouts(new ProxyTimeouts(Duration.ofMinutes(20), null));
        try (var timer = Executors.newSingleThreadScheduledExecutor()) {
            var own = Duration.ofMinutes(10);

            // when
            var trusting = new UnaryTimeout(timer, own, true);
            var alone = new UnaryTimeout(timer, own);

            // then
            assertThat(trusting.limit(call)).isEqualTo(Duration.ofMinutes(20));
            assertThat(trusting.limit(CallContext.NONE)).isEqualTo(own);
            assertThat(alone.limit(call)).isEqualTo(own);
        }
    }
}
