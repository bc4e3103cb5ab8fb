package io.audiostream.transcriber.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotPoolTest {

    private final SlotPool pool = new SlotPool(2);

    @Test
    void refusesMoreSlotsThanTotal() {
        // given
        assertThat(pool.tryAcquire()).isPresent();
        assertThat(pool.tryAcquire()).isPresent();

        // when / then
        assertThat(pool.tryAcquire()).isEmpty();
        assertThat(pool.inUse()).isEqualTo(2);
    }

    @Test
    void keepsSlotsInUseWhenTotalShrinks() {
        // given
        SlotPool.Slot first = pool.tryAcquire().orElseThrow();
        SlotPool.Slot second = pool.tryAcquire().orElseThrow();

        // when
        pool.resize(1);

        // then
        first.close();
        assertThat(pool.tryAcquire()).isEmpty();
        second.close();
        assertThat(pool.tryAcquire()).isPresent();
    }

    @Test
    void freesSlotOnceWhenClosedTwice() {
        // given
        SlotPool.Slot first = pool.tryAcquire().orElseThrow();
        assertThat(pool.tryAcquire()).isPresent();

        // when
        first.close();
        first.close();

        // then
        assertThat(pool.inUse()).isEqualTo(1);
    }
}
