package io.audiostream.transcriber.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotPoolTest {

    private final SlotPool pool = new SlotPool(2);

    @Test
    void theLastSlotTakenLeavesNone() {
        assertThat(pool.tryAcquire()).isPresent();
        assertThat(pool.tryAcquire()).isPresent();

        assertThat(pool.tryAcquire()).isEmpty();
        assertThat(pool.inUse()).isEqualTo(2);
    }

    @Test
    void slotsInUseStayWhenThereAreFewerThen() {
        SlotPool.Slot first = pool.tryAcquire().orElseThrow();
        SlotPool.Slot second = pool.tryAcquire().orElseThrow();
        pool.resize(1);

        first.close();
        assertThat(pool.tryAcquire()).isEmpty();

        second.close();
        assertThat(pool.tryAcquire()).isPresent();
    }

    @Test
    void closingASlotTwiceFreesOne() {
        SlotPool.Slot first = pool.tryAcquire().orElseThrow();
        assertThat(pool.tryAcquire()).isPresent();

        first.close();
        first.close();

        assertThat(pool.inUse()).isEqualTo(1);
    }
}
