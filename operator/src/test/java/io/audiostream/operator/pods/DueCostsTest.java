package io.audiostream.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueCostsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final DueCosts costs = new DueCosts(now::get, new RateLimit(2, now::get));

    @ParameterizedTest
    @CsvSource(textBlock = """
            '',  0,   0, false
            3,   3,   0, false
            '',  3,  30, true
            3,   0,  30, true
            3,   4,   1, false
            3,   4,   0, true
            3,   4, -60, true
            """)
    void writesChangesFromOrToZeroAtOnceAndOthersAtTheMinimumInterval(
            String current, int streams, int secondsToWait, boolean due) {
        // given
        costs.written(new DueCosts.Cost(pod("speech-1", current), current));
        now.set(NOW.plusSeconds(30 - secondsToWait));

        // when
        costs.add(pod("speech-1", current), streams);

        // then
        assertThat(costs.next().isPresent()).isEqualTo(due);
    }

    @Test
    void letsPodsWaitForTheirTurnInOrder() {
        // given
        var pods = Stream.of("speech-1", "speech-2", "speech-3", "speech-4")
                .map(name -> pod(name, ""))
                .toList();
        pods.forEach(pod -> costs.add(pod, 1));

        // when / then
        assertThat(turns()).containsExactly("speech-1=1", "speech-2=1");

        // when
        now.set(NOW.plusSeconds(1));
        pods.reversed().forEach(pod -> costs.add(pod, 2));

        // then
        assertThat(turns()).containsExactly("speech-3=2", "speech-4=2");
    }

    @Test
    void writesChangesFromAndToZeroFirst() {
        // given
        costs.add(pod("busier", "2"), 3);
        costs.add(pod("idle", "2"), 0);
        costs.add(pod("busy", ""), 1);

        // when / then
        assertThat(turns()).containsExactly("idle=", "busy=1");
    }

    @Test
    void takesNoTurnForCostThatChangedBack() {
        // given
        costs.add(pod("speech-1", ""), 1);
        costs.add(pod("speech-1", ""), 0);

        // when / then
        assertThat(turns()).isEmpty();
    }

    @Test
    void forgetsPodThatWaits() {
        // given
        costs.add(pod("speech-1", ""), 1);
        costs.add(pod("speech-2", ""), 1);

        // when
        costs.retain(Set.of("uid of speech-2"));

        // then
        assertThat(turns()).containsExactly("speech-2=1");
    }

    private List<String> turns() {
        return Stream.generate(costs::next)
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .map(cost -> cost.pod().getMetadata().getName() + "=" + cost.text())
                .toList();
    }

    private static Pod pod(String name, String cost) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid("uid of " + name)
                .withAnnotations(cost.isEmpty() ? Map.of() : Map.of(DeletionCosts.ANNOTATION, cost))
                .endMetadata()
                .build();
    }
}
