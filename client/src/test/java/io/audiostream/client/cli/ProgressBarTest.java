package io.audiostream.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    @Test
    void showsHoursOfLongRecording() {
        // when / then
        assertThat(ProgressBar.render(Duration.ofSeconds(3661), Duration.ofHours(2)))
                .isEqualTo("1:01:01 / 2:00:00 [##########          ]  50%");
    }

    @Test
    void stopsAtOneHundredPercent() {
        // when / then
        assertThat(ProgressBar.render(Duration.ofSeconds(61), Duration.ofSeconds(60)))
                .isEqualTo("1:00 / 1:00 [####################] 100%");
    }
}
