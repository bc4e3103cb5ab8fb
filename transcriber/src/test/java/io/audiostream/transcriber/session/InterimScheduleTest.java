package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InterimScheduleTest {

    private static final long SECOND = 16_000;

    private final InterimSchedule schedule = new InterimSchedule(SECOND / 2);

    @BeforeEach
    void open() {
        schedule.opened(SECOND);
    }

    @Test
    void waitsForMinimumOfAudio() {
        assertThat(schedule.isDue(SECOND + 12_799)).isFalse();
        assertThat(schedule.isDue(SECOND + 12_800)).isTrue();
    }

    @Test
    void isDueOftenUntilTextIsSent() {
        // when
        schedule.offered(2 * SECOND, false);

        // then
        assertThat(schedule.isDue(2 * SECOND + 1_599)).isFalse();
        assertThat(schedule.isDue(2 * SECOND + 1_600)).isTrue();
    }

    @Test
    void keepsRequestedIntervalAfterText() {
        // when
        schedule.offered(2 * SECOND, true);

        // then
        assertThat(schedule.isDue(2 * SECOND + 7_999)).isFalse();
        assertThat(schedule.isDue(2 * SECOND + 8_000)).isTrue();
    }

    @Test
    void delaysNextInterimAfterFirstText() {
        // given
        schedule.offered(2 * SECOND, false);

        // when
        schedule.firstTextSent(2 * SECOND);

        // then
        assertThat(schedule.isDue(2 * SECOND + 7_999)).isFalse();
        assertThat(schedule.isDue(2 * SECOND + 8_000)).isTrue();
    }
}
