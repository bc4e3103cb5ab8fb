package io.audiostream.operator.model;

import io.audiostream.commandline.Durations;
import io.audiostream.operator.api.EngineName;
import io.audiostream.operator.api.EnvoySpec;
import io.audiostream.operator.api.KeepAliveSpec;
import io.audiostream.operator.api.Patterns;
import io.audiostream.operator.api.ResourcesSpec;
import io.audiostream.operator.api.TracingSpec;
import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.api.TranscriptionServiceSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one resource, field by field; each value is null, in bounds, or an {@link InvalidSpecException}. */
final class ResourceReader {
    private static final EnvoySpec NO_ENVOY = new EnvoySpec(null, null, null, null, null, null);
    private static final KeepAliveSpec NO_KEEP_ALIVE = new KeepAliveSpec(null, null, null);
    private static final ResourcesSpec NO_RESOURCES = new ResourcesSpec(null, null);

    private final TranscriptionService resource;
    private final Defaults defaults;

    ResourceReader(TranscriptionService resource, Defaults defaults) {
        this.resource = resource;
        this.defaults = defaults;
    }

    DesiredService read() {
        var name = Objects.requireNonNullElse(resource.getMetadata().getName(), "");
        FieldCheck.matches("metadata.name", name, Patterns.SERVICE_NAME, "a DNS label that begins with a letter");
        TranscriptionServiceSpec spec = resource.getSpec();
        if (spec == null) {
            throw new InvalidSpecException("spec", "is missing: write at least spec.model.name, such as base-q8_0");
        }
        var envoy = Objects.requireNonNullElse(spec.envoy(), NO_ENVOY);
        var engine = engine(spec.engine());
        var model = ModelReader.read(spec.model(), engine, defaults);
        var resources = resources(Objects.requireNonNullElse(spec.resources(), NO_RESOURCES));
        return new DesiredService(
                name,
                Objects.requireNonNullElse(resource.getMetadata().getNamespace(), ""),
                model,
                engine,
                LanguageReader.read(spec.language(), spec.model()),
                FieldCheck.inRange("spec.slots", spec.slots(), 4, 1, 256),
                FieldCheck.inRange("spec.replicas", spec.replicas(), 1, 0, 100),
                AutoscalingReader.read(spec.autoscaling(), resources),
                FieldCheck.duration("spec.drainTimeout", spec.drainTimeout(), "30s", "1s", "24h"),
                FieldCheck.durationOrNone("spec.maxStreamAge", spec.maxStreamAge(), "0s", "1s", "24h"),
                new Images(
                        FieldCheck.image(
                                "spec.image", spec.image(), defaults.images().transcriber()),
                        FieldCheck.image(
                                "spec.envoy.image",
                                envoy.image(),
                                defaults.images().envoy())),
                keepAlive(Objects.requireNonNullElse(envoy.keepAlive(), NO_KEEP_ALIVE)),
                FieldCheck.messageBytes("spec.envoy.maxReceiveMessageSize", envoy.maxReceiveMessageSize()),
                FieldCheck.messageBytes("spec.envoy.maxSendMessageSize", envoy.maxSendMessageSize()),
                FieldCheck.durationOrNone("spec.envoy.streamIdleTimeout", envoy.streamIdleTimeout(), "1h", "1s", "24h"),
                FieldCheck.duration("spec.envoy.requestTimeout", envoy.requestTimeout(), "30s", "1s", "1h"),
                resources,
                Optional.ofNullable(spec.tracing()).map(ResourceReader::tracing));
    }

    private static EngineName engine(@Nullable String name) {
        return name == null
                ? EngineName.AUTO
                : EngineName.named(name)
                        .orElseThrow(() -> new InvalidSpecException(
                                "spec.engine", "'" + name + "' must be auto, whisper.cpp or ctranslate2"));
    }

    private static Tracing tracing(TracingSpec spec) {
        return new Tracing(
                FieldCheck.matches(
                        "spec.tracing.endpoint",
                        Objects.requireNonNullElse(spec.endpoint(), ""),
                        Patterns.HTTP_ADDRESS,
                        "the address of a collector, such as http://collector:4318"),
                FieldCheck.inRange("spec.tracing.samplingPercentage", spec.samplingPercentage(), 100, 0, 100));
    }

    private static KeepAlive keepAlive(KeepAliveSpec spec) {
        var interval = FieldCheck.duration("spec.envoy.keepAlive.interval", spec.interval(), "10s", "1s", "1h");
        var timeout = FieldCheck.duration("spec.envoy.keepAlive.timeout", spec.timeout(), "5s", "100ms", "10m");
        if (timeout.compareTo(interval) >= 0) {
            throw new InvalidSpecException(
                    "spec.envoy.keepAlive.timeout",
                    Durations.format(timeout) + " must be shorter than keepAlive.interval, "
                            + Durations.format(interval));
        }
        return new KeepAlive(interval, timeout, Objects.requireNonNullElse(spec.permitWithoutCalls(), true));
    }

    private static Resources resources(ResourcesSpec spec) {
        Map<String, Quantity> requests = Objects.requireNonNullElse(spec.requests(), Map.of());
        Map<String, Quantity> limits = Objects.requireNonNullElse(spec.limits(), Map.of());
        FieldCheck.resources("spec.resources.requests", requests);
        FieldCheck.resources("spec.resources.limits", limits);
        limits.forEach((key, limit) -> {
            var request = requests.get(key);
            if (request != null && request.getNumericalAmount().compareTo(limit.getNumericalAmount()) > 0) {
                throw new InvalidSpecException(
                        "spec.resources.requests", key + " " + request + " must not be more than its limit, " + limit);
            }
        });
        return new Resources(requests, limits);
    }
}
