package io.audiostream.operator.model;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where and with which precedence the pods run.
 *
 * @param nodeSelector labels that a node must have, sorted by key, in addition to those of the operator
 * @param tolerations taints of nodes that the pods tolerate
 * @param affinity rules for nodes and other pods, with the processors of the default images
 * @param spread how the scheduler spreads the pods; empty: over nodes and zones, as far as there is room
 * @param priorityClass PriorityClass; empty: the cluster's
 * @param runtimeClass RuntimeClass; empty: the runtime of the node
 */
public record Scheduling(
        Map<String, String> nodeSelector,
        List<Toleration> tolerations,
        Optional<Affinity> affinity,
        Optional<List<TopologySpreadConstraint>> spread,
        Optional<String> priorityClass,
        Optional<String> runtimeClass) {

    /** The scheduling of a resource that says nothing about it, with images of its own. */
    static final Scheduling ANY_PROCESSOR =
            new Scheduling(Map.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The scheduling of a resource that says nothing about it. */
    static final Scheduling DEFAULT = ANY_PROCESSOR.withProcessors();

    /** Copies the collections. */
    public Scheduling {
        nodeSelector = Collections.unmodifiableMap(new TreeMap<>(nodeSelector));
        tolerations = List.copyOf(tolerations);
        spread = spread.map(List::copyOf);
    }

    /** Returns a copy for pods with a default image. */
    Scheduling withProcessors() {
        return new Scheduling(
                nodeSelector,
                tolerations,
                Processors.addTo(affinity, nodeSelector),
                spread,
                priorityClass,
                runtimeClass);
    }
}
