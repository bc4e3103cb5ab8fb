package io.audiostream.operator.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where traces go.
 *
 * @param endpoint address of a collector that takes OTLP over HTTP
 * @param samplingPercentage share of the sessions that are traced, 0 to 100
 */
public record Tracing(String endpoint, int samplingPercentage) {

    private static final double PERCENT = 100.0;

    /** OpenTelemetry's variables that say so, by name. */
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
