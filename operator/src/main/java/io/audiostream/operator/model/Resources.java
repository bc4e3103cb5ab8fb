package io.audiostream.operator.model;

import io.audiostream.operator.api.ResourceNames;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Requests and limits of a container, by resource name; empty where the resource sets none. */
public record Resources(Map<String, Quantity> requests, Map<String, Quantity> limits) {
    /** Copies the maps, sorted by name. */
    public Resources {
        requests = Collections.unmodifiableMap(new TreeMap<>(requests));
        limits = Collections.unmodifiableMap(new TreeMap<>(limits));
    }

    /** Returns the memory limit in bytes. */
    public Optional<Long> memoryLimitBytes() {
        return Optional.ofNullable(limits.get(ResourceNames.MEMORY))
                .map(Quantity::getNumericalAmount)
                .map(BigDecimal::longValue);
    }

    /** Returns the CPU limit in whole CPUs, rounded up, at least 1. */
    Optional<Integer> wholeCpus() {
        return Optional.ofNullable(limits.get(ResourceNames.CPU))
                .map(Quantity::getNumericalAmount)
                .map(cpus -> Math.max(1, cpus.setScale(0, RoundingMode.CEILING).intValue()));
    }

    /** Returns whether a pod has a CPU request. Kubernetes uses a limit as the request where only the limit is set. */
    boolean requestsCpu() {
        return requests.containsKey(ResourceNames.CPU) || limits.containsKey(ResourceNames.CPU);
    }
}
