package io.audiostream.operator.model;

import io.audiostream.operator.api.ResourceNames;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Requests and limits of a container, by resource name; empty where the resource sets none. */
public record Resources(Map<String, Quantity> requests, Map<String, Quantity> limits) {
    static final Resources NONE = new Resources(Map.of(), Map.of());

    /** Digits of a decimal fraction that the API server stores. */
    private static final int MILLI_SCALE = 3;

    /** Copies the maps, sorted by name, with the values that the API server stores. */
    public Resources {
        requests = stored(requests);
        limits = stored(limits);
    }

    /** Returns the requests and limits of a container of the resource. */
    public static Resources of(ResourceRequirements container) {
        return new Resources(
                Objects.requireNonNullElse(container.getRequests(), Map.of()),
                Objects.requireNonNullElse(container.getLimits(), Map.of()));
    }

    private static Map<String, Quantity> stored(Map<String, Quantity> values) {
        var copy = new TreeMap<>(values);
        copy.replaceAll((_, value) -> stored(value));
        return Collections.unmodifiableMap(copy);
    }

    /**
     * Rounds up to thousandths, like the API server. The operator would otherwise see a difference to what it applies,
     * and apply it again at every reconcile.
     */
    private static Quantity stored(Quantity value) {
        var amount = value.getNumericalAmount();
        return amount.stripTrailingZeros().scale() <= MILLI_SCALE
                ? value
                : new Quantity(
                        amount.setScale(MILLI_SCALE, RoundingMode.CEILING)
                                .movePointRight(MILLI_SCALE)
                                .toPlainString(),
                        "m");
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

    /** Returns whether the container uses a resource of a device plugin, such as a GPU, of which a node has few. */
    boolean hasDevice() {
        return Stream.concat(requests.keySet().stream(), limits.keySet().stream())
                .anyMatch(name -> name.contains("/"));
    }

    /** Returns whether a request or a limit of the resource is set. */
    boolean names(String resource) {
        return requests.containsKey(resource) || limits.containsKey(resource);
    }

    /**
     * Returns whether the container has a CPU request above zero. Kubernetes uses a limit as the request where only the
     * limit is set.
     */
    boolean requestsCpu() {
        var request = requests.getOrDefault(ResourceNames.CPU, limits.get(ResourceNames.CPU));
        return request != null && request.getNumericalAmount().signum() > 0;
    }
}
