package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.transcriber.session.SegmentResult.Hypothesis;
import io.audiostream.transcriber.session.SegmentResult.Language;
import io.audiostream.transcriber.session.SegmentResult.Progress;
import io.audiostream.transcriber.session.SegmentResult.TimeRange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentResultTest {

    @ParameterizedTest
    @ValueSource(ints = {-1, 4})
    void refusesSettledLengthOutsideText(int settledLength) {
        // when / then
        assertThatThrownBy(() -> new Hypothesis("one", settledLength, List.of(), 1, List.of()))
                .hasMessageContaining("settled length is %d", settledLength)
                .hasMessageContaining("3 code points");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void refusesProbabilityOutsideRange(double probability) {
        // when / then
        assertThatThrownBy(() -> new Hypothesis("one", 0, List.of(), probability, List.of()))
                .hasMessageContaining("confidence");
        assertThatThrownBy(() -> new Language("en", probability)).hasMessageContaining("language probability");
    }

    @Test
    void refusesEndBeforeStart() {
        // when / then
        assertThatThrownBy(() -> new TimeRange(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("PT2S to PT1S");
    }

    @Test
    void refusesMoreCommittedThanReceivedAudio() {
        // when / then
        assertThatThrownBy(() -> new Progress(Duration.ofSeconds(1), Duration.ofSeconds(2), 0))
                .hasMessageContaining("PT2S is committed of PT1S received");
    }
}
