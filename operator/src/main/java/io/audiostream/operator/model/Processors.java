package io.audiostream.operator.model;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps pods off nodes with a processor for which the default images, and that of Envoy, are not built. */
final class Processors {
    private static final String LABEL = "kubernetes.io/arch";

    /** The processors for which dev/images builds the images, and Envoy's project its own. */
    private static final NodeSelectorRequirement SUPPORTED =
            new NodeSelectorRequirement(LABEL, "In", List.of("amd64", "arm64"));

    private Processors() {}

    /**
     * Adds the processors to the rules of a resource. A node selector or a term that names a processor stays as it is.
     *
     * @param nodeSelector labels that the resource requires
     */
    static Optional<Affinity> addTo(Optional<Affinity> affinity, Map<String, String> nodeSelector) {
        return nodeSelector.containsKey(LABEL) ? affinity : Optional.of(addTo(affinity.orElseGet(Affinity::new)));
    }

    private static Affinity addTo(Affinity affinity) {
        var required = Optional.ofNullable(affinity.getNodeAffinity())
                .map(nodes -> nodes.getRequiredDuringSchedulingIgnoredDuringExecution());
        // A node needs to match one of the terms only, so each of them has to name the processors.
        var terms = required.map(selector -> selector.getNodeSelectorTerms().stream()
                        .map(Processors::addTo)
                        .toList())
                .orElseGet(() -> List.of(new NodeSelectorTermBuilder()
                        .withMatchExpressions(SUPPORTED)
                        .build()));
        return new AffinityBuilder(affinity)
                .editOrNewNodeAffinity()
                .withRequiredDuringSchedulingIgnoredDuringExecution(
                        new NodeSelectorBuilder().withNodeSelectorTerms(terms).build())
                .endNodeAffinity()
                .build();
    }

    /** A term without requirements matches no node, and has to stay so. */
    private static NodeSelectorTerm addTo(NodeSelectorTerm term) {
        var isEmpty =
                term.getMatchExpressions().isEmpty() && term.getMatchFields().isEmpty();
        var namesProcessor =
                term.getMatchExpressions().stream().anyMatch(requirement -> LABEL.equals(requirement.getKey()));
        return isEmpty || namesProcessor
                ? term
                : new NodeSelectorTermBuilder(term)
                        .addToMatchExpressions(SUPPORTED)
                        .build();
    }
}
