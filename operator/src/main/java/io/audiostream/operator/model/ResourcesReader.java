package io.audiostream.operator.model;

import io.audiostream.operator.api.ResourceNames;
import io.audiostream.operator.api.ResourcesSpec;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecLimits;
import io.audiostream.operator.api.SpecMessages;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.resources}, {@code spec.envoy.resources}, and the threads, which the former bounds. */
final class ResourcesReader {
    private static final ResourcesSpec NONE = new ResourcesSpec(null, null);

    private static final ResourcesSpec ENVOY_DEFAULTS = new ResourcesSpec(
            Map.of(
                    ResourceNames.CPU, new Quantity(SpecDefaults.ENVOY_CPU_REQUEST),
                    ResourceNames.MEMORY, new Quantity(SpecDefaults.ENVOY_MEMORY_REQUEST)),
            Map.of(
                    ResourceNames.CPU, new Quantity(SpecDefaults.ENVOY_CPU_LIMIT),
                    ResourceNames.MEMORY, new Quantity(SpecDefaults.ENVOY_MEMORY_LIMIT)));

    private ResourcesReader() {}

    static Resources transcriber(@Nullable ResourcesSpec spec) {
        return read("spec.resources", Objects.requireNonNullElse(spec, NONE));
    }

    /** @param resources those of the transcriber, whose CPU limit bounds the threads */
    static Optional<Integer> threads(@Nullable Integer threads, Resources resources) {
        if (threads == null) {
            return Optional.empty();
        }
        var field = "spec.threads";
        FieldCheck.inRange(field, threads, threads, SpecLimits.MIN_THREADS, SpecLimits.MAX_THREADS);
        if (resources.wholeCpus().filter(cpus -> threads > cpus).isPresent()) {
            throw new InvalidSpecException(field, threads + " " + SpecMessages.THREADS_WITHIN_CPU_LIMIT);
        }
        return Optional.of(threads);
    }

    static Resources envoy(@Nullable ResourcesSpec spec) {
        var field = "spec.envoy.resources";
        var resources = read(field, Objects.requireNonNullElse(spec, ENVOY_DEFAULTS));
        var min = Quantity.getAmountInBytes(new Quantity(SpecLimits.MIN_ENVOY_MEMORY))
                .longValueExact();
        if (resources.memoryLimitBytes().filter(bytes -> bytes < min).isPresent()) {
            throw new InvalidSpecException(field, SpecMessages.ENVOY_MEMORY);
        }
        return resources;
    }

    private static Resources read(String field, ResourcesSpec spec) {
        Map<String, Quantity> requests = Objects.requireNonNullElse(spec.requests(), Map.of());
        Map<String, Quantity> limits = Objects.requireNonNullElse(spec.limits(), Map.of());
        FieldCheck.resources(field + ".requests", requests);
        FieldCheck.resources(field + ".limits", limits);
        limits.forEach((key, limit) -> {
            var request = requests.get(key);
            if (request != null && request.getNumericalAmount().compareTo(limit.getNumericalAmount()) > 0) {
                throw new InvalidSpecException(
                        field + ".requests", key + " " + request + " must not be more than its limit, " + limit);
            }
        });
        return new Resources(requests, limits);
    }
}
