package io.audiostream.operator.model;

import io.audiostream.operator.api.SpecLimits;
import java.util.Map;
import java.util.TreeMap;

/**
 * Export of traces.
 *
 * @param endpoint address of a collector that accepts OTLP over HTTP
 * @param samplingPercentage share of streams and calls that the transcriber traces, 0 to 100
 */
public record Tracing(String endpoint, int samplingPercentage) {

    private static final double PERCENT = 100.0;

    /** @throws IllegalArgumentException when the percentage is out of range */
    public Tracing {
        Checks.inRange(
                "sampling percentage",
                samplingPercentage,
                SpecLimits.MIN_SAMPLING_PERCENT,
                SpecLimits.MAX_SAMPLING_PERCENT);
    }

    /** Returns the environment variables by which OpenTelemetry reads these settings, by name. */
    Map<String, String> environment(DesiredService service) {
        var variables = new TreeMap<>(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                endpoint,
                "OTEL_SERVICE_NAME",
                service.name(),
                "OTEL_TRACES_SAMPLER",
                "parentbased_traceidratio",
                "OTEL_TRACES_SAMPLER_ARG",
                String.valueOf(samplingPercentage / PERCENT)));
        if (!service.namespace().isEmpty()) {
            variables.put("OTEL_RESOURCE_ATTRIBUTES", "k8s.namespace.name=" + service.namespace());
        }
        return variables;
    }
}
