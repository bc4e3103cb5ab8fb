package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.scheduling.SlotPool;
import org.junit.jupiter.api.Test;

class PermitTest {

    private static final long MEBIBYTE = 1 << 20;

    private final SlotPool slots = new SlotPool(3);
    private final MemoryBudget memory = new MemoryBudget(100 * MEBIBYTE);

    @Test
    void grantsAllowanceWithoutReservation() {
        // given
        Permit permit = permit();

        // when
        boolean granted = permit.growTo(Permit.ALLOWANCE_BYTES);

        // then
        assertThat(granted).isTrue();
        assertThat(memory.reserved()).isZero();
    }

    @Test
    void grantsNoMoreThanBudget() {
        // given
        Permit first = permit();
        Permit second = permit();
        Permit third = permit();

        // when / then
        assertThat(first.growTo(60 * MEBIBYTE)).isTrue();
        assertThat(second.growTo(40 * MEBIBYTE)).isTrue();
        assertThat(third.growTo(2 * MEBIBYTE)).isFalse();
        assertThat(third.bytes()).isEqualTo(Permit.ALLOWANCE_BYTES);
    }

    @Test
    void grantsSingleReservationAboveBudget() {
        // given
        Permit first = permit();
        Permit second = permit();

        // when / then
        assertThat(first.growTo(200 * MEBIBYTE)).isTrue();
        assertThat(second.growTo(2 * MEBIBYTE)).isFalse();
    }

    @Test
    void releasesWhatIsNotNeeded() {
        // given
        Permit first = permit();
        Permit second = permit();
        assertThat(first.growTo(100 * MEBIBYTE)).isTrue();

        // when
        first.shrinkTo(30 * MEBIBYTE);

        // then
        assertThat(second.growTo(70 * MEBIBYTE)).isTrue();
        assertThat(memory.reserved()).isEqualTo(100 * MEBIBYTE);
    }

    @Test
    void holdsMemoryBesidesMessages() {
        // given
        Permit first = permit();
        Permit second = permit();

        // when
        assertThat(first.hold(Permit.ALLOWANCE_BYTES)).isTrue();
        assertThat(memory.reserved()).isZero();
        assertThat(first.hold(60 * MEBIBYTE)).isTrue();
        first.growTo(20 * MEBIBYTE);
        first.shrinkTo(0);

        // then
        assertThat(memory.reserved()).isEqualTo(60 * MEBIBYTE);
        assertThat(second.hold(50 * MEBIBYTE)).isFalse();
        first.close();
        assertThat(memory.reserved()).isZero();
        assertThat(first.hold(1)).isFalse();
    }

    @Test
    void releasesSlotAndMemoryOnce() {
        // given
        Permit permit = permit();
        assertThat(permit.growTo(50 * MEBIBYTE)).isTrue();

        // when
        permit.close();
        permit.close();

        // then
        assertThat(slots.inUse()).isZero();
        assertThat(memory.reserved()).isZero();
        assertThat(permit.growTo(2 * MEBIBYTE)).isFalse();
    }

    private Permit permit() {
        return new Permit(slots.tryAcquire().orElseThrow(), memory);
    }
}
