package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.PodFiles;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvictionsTest {
    private static final Instant EVICTED = Instant.parse("2026-01-02T03:10:00Z");

    @Test
    void reportsCauseRemedyAndNumber() {
        // given
        var pods = List.of(evicted("minimal-1", 60), evicted("minimal-2", 0));

        // when
        var problem = Evictions.of(pods, EVICTED.plusSeconds(30));

        // then
        assertThat(problem)
                .contains(new Problem(
                        Reason.POD_EVICTED,
                        "Pod minimal-2 was evicted: The node was low on resource: ephemeral-storage. Set"
                                + " spec.resources.requests.ephemeral-storage to the size of the model or raise its"
                                + " limit, or use spec.model.cache, volume or image. 2 pods were evicted within 10"
                                + " minutes."));
    }

    @Test
    void forgetsEvictionsAfterTenMinutes() {
        // when / then
        assertThat(Evictions.of(List.of(evicted("minimal-1", 0)), EVICTED.plusSeconds(599)))
                .isPresent();
        assertThat(Evictions.of(List.of(evicted("minimal-1", 0)), EVICTED.plusSeconds(600)))
                .isEmpty();
    }

    @Test
    void ignoresOtherPods() {
        // when / then
        assertThat(Evictions.of(List.of(PodFiles.read("serving"), PodFiles.read("crashed")), EVICTED))
                .isEmpty();
    }

    /** @param secondsBefore how long before {@link #EVICTED} the kubelet evicted the pod */
    private static Pod evicted(String name, long secondsBefore) {
        var pod = PodFiles.read("evicted");
        pod.getMetadata().setName(name);
        pod.getStatus().setMessage("The node was low on resource: ephemeral-storage.");
        pod.getStatus()
                .setConditions(List.of(new PodConditionBuilder()
                        .withType("DisruptionTarget")
                        .withStatus("True")
                        .withLastTransitionTime(
                                EVICTED.minusSeconds(secondsBefore).toString())
                        .build()));
        return pod;
    }
}
