package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SampleBufferTest {

    private final SampleBuffer buffer = new SampleBuffer(0);

    @Test
    void addressesSamplesByPositionInStream() {
        // given
        append(0, 50_000);
        buffer.discardBefore(20_000);
        append(50_000, 60_000);

        // when / then
        assertThat(buffer.slice(20_000, 20_003)).containsExactly(20_000, 20_001, 20_002);
        assertThat(buffer.slice(59_998, 60_000)).containsExactly(59_998, 59_999);
        assertThat(buffer.end()).isEqualTo(60_000);
    }

    @Test
    void beginsWithSilenceBeforeStream() {
        // given
        var withLeadIn = new SampleBuffer(3);

        // when
        withLeadIn.append(new float[] {1, 2});

        // then
        assertThat(withLeadIn.end()).isEqualTo(2);
        assertThat(withLeadIn.slice(-3, 2)).containsExactly(0, 0, 0, 1, 2);
        withLeadIn.discardBefore(-1);
        assertThat(withLeadIn.sliceIfPresent(-2, 2)).isNull();
        assertThat(withLeadIn.slice(-1, 1)).containsExactly(0, 1);
    }

    @Test
    void refusesDiscardedSamples() {
        // given
        append(0, 100);
        buffer.discardBefore(50);

        // when / then
        assertThat(buffer.sliceIfPresent(40, 60)).isNull();
        assertThat(buffer.sliceIfPresent(50, 60)).hasSize(10);
        assertThatThrownBy(() -> buffer.slice(40, 60))
                .hasMessageContaining("40 to 60")
                .hasMessageContaining("50 to 100");
    }

    @Test
    void keepsPositionWhenMoreIsDiscardedThanBuffered() {
        // given
        append(0, 100);

        // when
        buffer.discardBefore(1_000);

        // then
        assertThat(buffer.end()).isEqualTo(100);
        append(100, 101);
        assertThat(buffer.slice(100, 101)).containsExactly(100);
    }

    private void append(int from, int to) {
        float[] samples = new float[to - from];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = from + i;
        }
        buffer.append(samples);
    }
}
