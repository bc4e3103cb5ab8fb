package io.audiostream.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacerTest {

    private final ManualTicker ticker = new ManualTicker();
    private final Pacer pacer = new Pacer(ticker);

    @Test
    void waitsUntilAudioWouldHaveBeenSpoken() throws Exception {
        // when
        pacer.awaitPosition(Duration.ofMillis(100));
        pacer.awaitPosition(Duration.ofMillis(250));

        // then
        assertThat(ticker.sleeps()).containsExactly(Duration.ofMillis(100), Duration.ofMillis(150));
    }

    @Test
    void catchesUpAfterDelay() throws Exception {
        // given
        ticker.advance(Duration.ofMillis(300));

        // when
        pacer.awaitPosition(Duration.ofMillis(100));
        pacer.awaitPosition(Duration.ofMillis(400));

        // then
        assertThat(ticker.sleeps()).containsExactly(Duration.ofMillis(100));
    }
}
