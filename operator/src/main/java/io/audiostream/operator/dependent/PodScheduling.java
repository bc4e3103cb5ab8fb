package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where the scheduler places the pods. */
final class PodScheduling {
    private PodScheduling() {}

    /** The images contain programs for Linux. */
    static Map<String, String> nodeSelector() {
        return Map.of("kubernetes.io/os", "linux");
    }

    /** Spreads the pods over nodes and zones as far as there is room, so that the failure of one ends few streams. */
    static List<TopologySpreadConstraint> spread(DesiredService service) {
        return Stream.of("kubernetes.io/hostname", "topology.kubernetes.io/zone")
                .map(topology -> new TopologySpreadConstraintBuilder()
                        .withTopologyKey(topology)
                        .withMaxSkew(1)
                        .withWhenUnsatisfiable("ScheduleAnyway")
                        .withLabelSelector(new LabelSelectorBuilder()
                                .withMatchLabels(Labels.selectorOf(service))
                                .build())
                        // Pods that a rollout is about to remove would otherwise take part in the spread of new ones.
                        .withMatchLabelKeys("pod-template-hash")
                        .build())
                .toList();
    }
}
