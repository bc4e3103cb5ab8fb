package io.audiostream.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.audiostream.proto.TranscriptionMetadata;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelProgressTest {

    private final ChannelProgress progress = new ChannelProgress();

    @Test
    void skipsWhatChannelsHaveAheadOfTheResumedCall() {
        // given
        progress.commit(List.of(Duration.ofMillis(61_200), Duration.ofMillis(64_900)));

        // when / then
        assertThat(progress.skips(Duration.ofMillis(61_200)))
                .containsExactly(Durations.ZERO, Durations.fromMillis(3_700));
    }

    @Test
    void startsChannelThatIsAheadWhereItsTextEnds() {
        // given
        progress.commit(List.of(Duration.ofMillis(61_200), Duration.ofMillis(64_900)));

        // when / then
        assertThat(progress.start(1, Duration.ofMillis(61_200))).isEqualTo(Duration.ofMillis(61_200));
        assertThat(progress.start(2, Duration.ofMillis(61_200))).isEqualTo(Duration.ofMillis(64_900));
        assertThat(progress.start(0, Duration.ofMillis(61_200))).isEqualTo(Duration.ofMillis(61_200));
    }

    @Test
    void keepsPositionsWithoutNews() {
        // given
        progress.commit(List.of(Duration.ofSeconds(1), Duration.ofSeconds(3)));

        // when: a call ended before its first response
        progress.commit(List.of());

        // then
        assertThat(progress.skips(Duration.ofSeconds(1))).containsExactly(Durations.ZERO, Durations.fromSeconds(2));
    }

    @Test
    void skipsNothingOfMixedChannels() {
        // given
        progress.commit(List.of());

        // when / then
        assertThat(progress.skips(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void numbersSegmentsOfEachChannel() {
        // when
        progress.finished(segment(1, 0));
        progress.finished(segment(2, 0));
        progress.finished(segment(1, 1));

        // then
        assertThat(progress.nextSegments()).containsEntry(1, 2).containsEntry(2, 1);
    }

    private static TranscriptionMetadata segment(int channel, int index) {
        return TranscriptionMetadata.newBuilder()
                .setChannel(channel)
                .setSegmentIndex(index)
                .build();
    }
}
