package io.audiostream.transcriber;

import io.audiostream.commandline.InvalidEnvironmentException;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.Map;
import java.util.Optional;

/**
 * Configures the export of traces from OpenTelemetry's standard environment variables. Traces go over HTTP only.
 * Metrics and logs are not exported this way.
 */
final class TracingConfig {

    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "audiostream-transcriber",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none",
            "otel.exporter.otlp.protocol", "http/protobuf");

    private TracingConfig() {}

    /**
     * Returns the SDK that the environment configures, or empty if the environment names no endpoint.
     *
     * @throws InvalidEnvironmentException if a variable has an invalid value
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
            throw new InvalidEnvironmentException(
                    "a variable OTEL_* is invalid (traces are exported over http/protobuf only): " + e.getMessage(), e);
        }
    }
}
