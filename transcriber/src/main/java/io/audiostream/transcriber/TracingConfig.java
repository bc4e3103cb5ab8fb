package io.audiostream.transcriber;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.Map;
import java.util.Optional;

/**
 * Where traces go, by OpenTelemetry's own environment variables: nowhere, unless one names an endpoint. Over HTTP only;
 * metrics and logs have their own ways.
 */
final class TracingConfig {

    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "audiostream-transcriber",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none",
            "otel.exporter.otlp.protocol", "http/protobuf");

    private TracingConfig() {}

    /**
     * What the environment asks for; empty when it names no endpoint.
     *
     * @throws IllegalArgumentException when it asks for what can't be
     */
    static Optional<OpenTelemetrySdk> fromEnvironment() {
        if (System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT") == null
                && System.getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> DEFAULTS)
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk());
        } catch (ConfigurationException | IllegalStateException e) {
            throw new IllegalArgumentException(
                    "the variables OTEL_* can't be followed (traces go over http/protobuf): " + e.getMessage(), e);
        }
    }
}
