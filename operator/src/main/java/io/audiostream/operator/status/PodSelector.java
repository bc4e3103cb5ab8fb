package io.audiostream.operator.status;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the selector of a Deployment's pods as text, which the scale subresource needs. */
final class PodSelector {
    private PodSelector() {}

    /** Returns the labels as {@code NAME=VALUE,...}, sorted by name. */
    static String of(Deployment deployment) {
        return new TreeMap<>(deployment.getSpec().getSelector().getMatchLabels())
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(","));
    }
}
