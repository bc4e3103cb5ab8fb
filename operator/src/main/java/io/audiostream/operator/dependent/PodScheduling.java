package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.Scheduling;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where the scheduler places the pods. */
final class PodScheduling {
    private PodScheduling() {}

    /** Adds the resource's labels to that of Linux, for which the images contain programs. */
    static Map<String, String> nodeSelector(Scheduling scheduling) {
        var selector = new TreeMap<>(scheduling.nodeSelector());
        selector.put("kubernetes.io/os", "linux");
        return selector;
    }

    /** Returns the constraints of the resource, or the default ones. */
    static List<TopologySpreadConstraint> spread(DesiredService service) {
        return service.pods()
                .template()
                .scheduling()
                .spread()
                .map(constraints -> constraints.stream()
                        .map(constraint -> withSelector(constraint, service))
                        .toList())
                .orElseGet(() -> defaultSpread(service));
    }

    /** Without a selector a constraint selects no pod, and so has no effect. */
    private static TopologySpreadConstraint withSelector(TopologySpreadConstraint constraint, DesiredService service) {
        return constraint.getLabelSelector() == null
                ? new TopologySpreadConstraintBuilder(constraint)
                        .withLabelSelector(selector(service))
                        .build()
                : constraint;
    }

    /** Spreads the pods over nodes and zones as far as there is room, so that the failure of one ends few streams. */
    private static List<TopologySpreadConstraint> defaultSpread(DesiredService service) {
        return Stream.of("kubernetes.io/hostname", "topology.kubernetes.io/zone")
                .map(topology -> new TopologySpreadConstraintBuilder()
                        .withTopologyKey(topology)
                        .withMaxSkew(1)
                        .withWhenUnsatisfiable("ScheduleAnyway")
                        .withLabelSelector(selector(service))
                        // Pods that a rollout is about to remove would otherwise take part in the spread of new ones.
                        .withMatchLabelKeys("pod-template-hash")
                        .build())
                .toList();
    }

    private static LabelSelector selector(DesiredService service) {
        return new LabelSelectorBuilder()
                .withMatchLabels(Labels.selectorOf(service))
                .build();
    }
}
