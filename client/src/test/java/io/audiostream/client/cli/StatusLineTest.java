package io.audiostream.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusLineTest {

    private static final Optional<Duration> TWO_MINUTES = Optional.of(Duration.ofMinutes(2));

    @Test
    void omitsBarForShortOrLiveRecording() {
        // given
        StatusLine line = StatusLine.EMPTY.withPosition(Duration.ofSeconds(1)).withInterim("hello");

        // when / then
        assertThat(line.render(BatchPosition.SINGLE, Optional.of(Duration.ofSeconds(10)), 80))
                .isEqualTo("hello");
        assertThat(line.render(BatchPosition.SINGLE, Optional.empty(), 80)).isEqualTo("hello");
    }

    @Test
    void showsBarBesideTextForLongRecording() {
        // given
        StatusLine line = StatusLine.EMPTY.withPosition(Duration.ofSeconds(30)).withInterim("hello");

        // when / then
        assertThat(line.render(BatchPosition.SINGLE, TWO_MINUTES, 80))
                .isEqualTo("0:30 / 2:00 [#####               ]  25%  hello");
    }

    @Test
    void keepsNewestWordsAndLeavesLastColumnFree() {
        // given
        StatusLine line = StatusLine.EMPTY.withInterim("one two three four five");

        // when / then
        assertThat(line.render(BatchPosition.SINGLE, Optional.empty(), 12))
                .isEqualTo("… four five")
                .hasSize(11);
    }

    @Test
    void omitsBarOnNarrowTerminal() {
        // given
        StatusLine line = StatusLine.EMPTY.withPosition(Duration.ofSeconds(30)).withInterim("hello");

        // when / then
        assertThat(line.render(BatchPosition.SINGLE, TWO_MINUTES, 40)).isEqualTo("hello");
    }

    @Test
    void replacesControlCharactersBySpaces() {
        // when / then
        assertThat(StatusLine.EMPTY.withInterim("a\u001B[2J\nb").render(BatchPosition.SINGLE, Optional.empty(), 80))
                .isEqualTo("a [2J b");
    }

    @Test
    void showsNumberAndSumOfSeveralRecordings() {
        // given
        StatusLine line = StatusLine.EMPTY.withPosition(Duration.ofSeconds(30)).withInterim("hello");
        var second = new BatchPosition(2, 3, Duration.ofMinutes(1), Optional.of(Duration.ofMinutes(6)));

        // when / then
        assertThat(line.render(second, TWO_MINUTES, 90))
                .isEqualTo("[2/3] 0:30 / 2:00 [#####               ]  25%  all 25%  hello");
        assertThat(line.render(second, TWO_MINUTES, 40)).isEqualTo("[2/3] all 25%  hello");
        assertThat(line.render(second, TWO_MINUTES, 20)).isEqualTo("hello");
    }
}
