package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpgradePaceTest {
    private static final ResourceID ONE = new ResourceID("one", "speech");
    private static final ResourceID TWO = new ResourceID("two", "speech");
    private static final ResourceID THREE = new ResourceID("three", "speech");

    private final List<ResourceID> triggered = new ArrayList<>();
    private final UpgradePace pace = new UpgradePace(1);

    private boolean begin(ResourceID id) {
        return pace.begin(id, existing -> true);
    }

    @Test
    void letsOneBeginAndOthersWait() {
        // when / then
        assertThat(begin(ONE)).isTrue();
        assertThat(begin(TWO)).isFalse();
        assertThat(begin(ONE)).isTrue();
    }

    @Test
    void triggersTheNextInOrderAtTheEnd() {
        // given
        begin(ONE);
        begin(TWO);
        begin(THREE);

        // when
        pace.end(ONE, triggered::add);

        // then
        assertThat(triggered).containsExactly(TWO);
        assertThat(begin(THREE)).isFalse();
        assertThat(begin(TWO)).isTrue();
    }

    /** Such as one whose spec changes while it waits. */
    @Test
    void triggersTheNextWhenAWaitingOneEnds() {
        // given
        begin(ONE);
        begin(TWO);
        begin(THREE);
        pace.end(ONE, triggered::add);
        triggered.clear();

        // when
        pace.end(TWO, triggered::add);

        // then
        assertThat(triggered).containsExactly(THREE);
        assertThat(begin(THREE)).isTrue();
    }

    @Test
    void triggersNothingForResourceWithoutUpgrade() {
        // given
        begin(ONE);
        begin(TWO);

        // when
        pace.end(THREE, triggered::add);

        // then
        assertThat(triggered).isEmpty();
    }

    @Test
    void forgetsDeletedResources() {
        // given
        begin(ONE);

        // when / then
        assertThat(pace.begin(TWO, existing -> !existing.equals(ONE))).isTrue();
    }

    @Test
    void countsWhatAnEarlierLeaderHasBegun() {
        // given
        pace.resume(ONE);

        // when / then
        assertThat(begin(TWO)).isFalse();
        assertThat(begin(ONE)).isTrue();
    }

    @Test
    void letsAsManyBeginAsItsBound() {
        // given
        var two = new UpgradePace(2);

        // when / then
        assertThat(List.of(ONE, TWO, THREE))
                .map(id -> two.begin(id, existing -> true))
                .containsExactly(true, true, false);
    }

    @Test
    void refusesBoundBelowOne() {
        // when / then
        assertThatThrownBy(() -> new UpgradePace(0)).hasMessage("upgrades at once are 0; write 1 or more");
    }
}
