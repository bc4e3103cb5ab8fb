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

    @Test
    void limitsSlotsOfEachCaller() {
        // given
        var limited = new SlotPool(3, 1);

        // when
        var first = limited.tryAcquire("key:a");

        // then
        assertThat(first).isPresent();
        assertThat(limited.tryAcquire("key:a")).isEmpty();
        assertThat(limited.isAtLimit("key:a")).isTrue();
        assertThat(limited.tryAcquire("key:b")).isPresent();
    }

    @Test
    void freesSlotOfCaller() {
        // given
        var limited = new SlotPool(3, 1);
        SlotPool.Slot first = limited.tryAcquire("key:a").orElseThrow();

        // when
        first.close();

        // then
        assertThat(limited.isAtLimit("key:a")).isFalse();
        assertThat(limited.tryAcquire("key:a")).isPresent();
    }

    @Test
    void callerBelowItsLimitNeedsFreeSlot() {
        // given
        var limited = new SlotPool(1, 1);
        assertThat(limited.tryAcquire("key:a")).isPresent();

        // when / then
        assertThat(limited.isFree("key:b")).isFalse();
        assertThat(limited.isAtLimit("key:b")).isFalse();
        assertThat(limited.tryAcquire("key:b")).isEmpty();
    }
}
