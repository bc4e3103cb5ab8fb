package io.audiostream.operator.dependent;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import org.junit.jupiter.api.Test;

class PodSchedulingTest {

    @Test
    void spreadsPodsOverNodesAndZonesWithoutBlockingThem() {
        // when
        var pod = pod("slots: 1");

        // then
        assertThat(pod.getSpec().getTopologySpreadConstraints())
                .allSatisfy(constraint ->
                        assertThat(constraint.getWhenUnsatisfiable()).isEqualTo("ScheduleAnyway"))
                .allSatisfy(constraint -> assertThat(pod.getMetadata().getLabels())
                        .containsAllEntriesOf(constraint.getLabelSelector().getMatchLabels()))
                .extracting(TopologySpreadConstraint::getTopologyKey)
                .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
    }

    @Test
    void runsOnLinuxOnly() {
        // when / then
        assertThat(pod("slots: 1").getSpec().getNodeSelector()).containsEntry("kubernetes.io/os", "linux");
    }

    private static PodTemplateSpec pod(String fields) {
        return TranscriberPod.template(DesiredService.of(ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: some}
                spec: {model: {name: base}, %s}
                """.formatted(fields))));
    }
}
