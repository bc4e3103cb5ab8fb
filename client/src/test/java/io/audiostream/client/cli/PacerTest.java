package io.audiostream.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacerTest {

    private final ManualTicker ticker = new ManualTicker();
    private final Pacer pacer = new Pacer(ticker);

    @Test
    void waitsUntilTheAudioWouldHaveBeenSpoken() throws Exception {
        pacer.awaitPosition(Duration.ofMillis(100));
        pacer.awaitPosition(Duration.ofMillis(250));

        assertThat(ticker.sleeps()).containsExactly(Duration.ofMillis(100), Duration.ofMillis(150));
    }

    @Test
    void catchesUpTimeThatWasLost() throws Exception {
        ticker.pass(Duration.ofMillis(300));

        pacer.awaitPosition(Duration.ofMillis(100));
        pacer.awaitPosition(Duration.ofMillis(400));

        assertThat(ticker.sleeps()).containsExactly(Duration.ofMillis(100));
    }
}
