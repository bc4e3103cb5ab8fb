package io.audiostream.operator.model;

import io.audiostream.commandline.Durations;
import io.audiostream.operator.api.EngineName;
import io.audiostream.operator.api.EnvoySpec;
import io.audiostream.operator.api.KeepAliveSpec;
import io.audiostream.operator.api.Patterns;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecLimits;
import io.audiostream.operator.api.SpecMessages;
import io.audiostream.operator.api.TracingSpec;
import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.api.TranscriptionServiceSpec;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one resource, field by field. An invalid value throws an {@link InvalidSpecException}. */
final class ResourceReader {
    private static final EnvoySpec NO_ENVOY = new EnvoySpec(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    private static final KeepAliveSpec NO_KEEP_ALIVE = new KeepAliveSpec(null, null, null);

    private final TranscriptionService resource;
    private final Defaults defaults;

    ResourceReader(TranscriptionService resource, Defaults defaults) {
        this.resource = resource;
        this.defaults = defaults;
    }

    DesiredService read() {
        var name = Objects.requireNonNullElse(resource.getMetadata().getName(), "");
        FieldCheck.matches(
                "metadata.name", name, Patterns.SERVICE_NAME, "must be a DNS label that begins with a letter");
        if (name.equals(Patterns.RESERVED_NAME)) {
            throw new InvalidSpecException("metadata.name", SpecMessages.RESERVED_NAME);
        }
        UnreadableSpec.refuse(resource);
        TranscriptionServiceSpec spec = resource.getSpec();
        if (spec == null) {
            throw new InvalidSpecException("spec", "is missing: write at least spec.model.name, such as base-q8_0");
        }
        var envoy = Objects.requireNonNullElse(spec.envoy(), NO_ENVOY);
        var resources = ResourcesReader.transcriber(spec.resources());
        var decoding = new DecodingSettings(
                engine(spec.engine()),
                LanguageReader.read(spec.language(), spec.model()),
                ResourcesReader.threads(spec.threads(), resources));
        var model = ModelReader.read(spec.model(), decoding.engine(), defaults);
        var scaling = scaling(spec, resources);
        var envoySettings = envoy(envoy);
        var derived = DerivedResources.of(
                model, scaling.slots(), decoding.threads(), envoySettings.maxReceiveMessageBytes(), resources);
        return new DesiredService(
                name,
                Objects.requireNonNullElse(resource.getMetadata().getNamespace(), ""),
                model,
                decoding,
                scaling,
                streams(spec),
                images(spec, envoy),
                envoySettings,
                derived.map(found -> found.complete(resources)).orElse(resources),
                derived.flatMap(found -> found.maxDecoders(resources)),
                LoggingReader.read(spec.logging(), envoy.logLevel()),
                Optional.ofNullable(spec.tracing()).map(ResourceReader::tracing),
                defaults.listenAddress(),
                PodSettingsReader.read(spec, defaults),
                PodSettingsReader.service(spec),
                RoutesReader.read(spec.routes()),
                spillOver(name, envoy, scaling));
    }

    private Optional<SpillOver> spillOver(String name, EnvoySpec envoy, Scaling scaling) {
        return Objects.requireNonNullElse(envoy.spillOver(), SpecDefaults.SPILL_OVER)
                ? Optional.of(SpillOver.of(
                        name, Optional.ofNullable(resource.getMetadata().getUid()), scaling))
                : Optional.empty();
    }

    private static Scaling scaling(TranscriptionServiceSpec spec, Resources resources) {
        return new Scaling(
                FieldCheck.inRange(
                        "spec.slots", spec.slots(), SpecDefaults.SLOTS, SpecLimits.MIN_SLOTS, SpecLimits.MAX_SLOTS),
                FieldCheck.inRange(
                        "spec.replicas",
                        spec.replicas(),
                        SpecDefaults.REPLICAS,
                        SpecLimits.MIN_REPLICAS,
                        SpecLimits.MAX_REPLICAS),
                AutoscalingReader.read(spec.autoscaling(), resources));
    }

    private static StreamLimits streams(TranscriptionServiceSpec spec) {
        return new StreamLimits(
                FieldCheck.duration(
                        "spec.drainTimeout",
                        spec.drainTimeout(),
                        SpecDefaults.DRAIN_TIMEOUT,
                        SpecLimits.MIN_TIMEOUT,
                        SpecLimits.MAX_STREAM_TIMEOUT),
                FieldCheck.streamTimeoutOrZero("spec.maxStreamAge", spec.maxStreamAge(), SpecDefaults.MAX_STREAM_AGE));
    }

    private Images images(TranscriptionServiceSpec spec, EnvoySpec envoy) {
        return new Images(
                FieldCheck.image("spec.image", spec.image(), defaults.images().transcriber()),
                FieldCheck.image(
                        "spec.envoy.image", envoy.image(), defaults.images().envoy()));
    }

    private static EnvoySettings envoy(EnvoySpec spec) {
        var resources = ResourcesReader.envoy(spec.resources());
        return new EnvoySettings(
                keepAlive(Objects.requireNonNullElse(spec.keepAlive(), NO_KEEP_ALIVE)),
                FieldCheck.messageBytes("spec.envoy.maxReceiveMessageSize", spec.maxReceiveMessageSize()),
                FieldCheck.messageBytes("spec.envoy.maxSendMessageSize", spec.maxSendMessageSize()),
                FieldCheck.streamTimeoutOrZero(
                        "spec.envoy.streamIdleTimeout", spec.streamIdleTimeout(), SpecDefaults.STREAM_IDLE_TIMEOUT),
                FieldCheck.duration(
                        "spec.envoy.requestTimeout",
                        spec.requestTimeout(),
                        SpecDefaults.REQUEST_TIMEOUT,
                        SpecLimits.MIN_TIMEOUT,
                        SpecLimits.MAX_REQUEST_TIMEOUT),
                CorsReader.read(spec.cors()),
                Objects.requireNonNullElse(spec.page(), SpecDefaults.PAGE),
                ConnectionLimitsReader.read(spec, resources),
                resources,
                AccessReader.read(spec));
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
                        SpecMessages.TRACING_ENDPOINT),
                FieldCheck.inRange(
                        "spec.tracing.samplingPercentage",
                        spec.samplingPercentage(),
                        SpecDefaults.SAMPLING_PERCENT,
                        SpecLimits.MIN_SAMPLING_PERCENT,
                        SpecLimits.MAX_SAMPLING_PERCENT));
    }

    private static KeepAlive keepAlive(KeepAliveSpec spec) {
        var interval = FieldCheck.duration(
                "spec.envoy.keepAlive.interval",
                spec.interval(),
                SpecDefaults.KEEP_ALIVE_INTERVAL,
                SpecLimits.MIN_TIMEOUT,
                SpecLimits.MAX_KEEP_ALIVE_INTERVAL);
        var timeout = FieldCheck.duration(
                "spec.envoy.keepAlive.timeout",
                spec.timeout(),
                SpecDefaults.KEEP_ALIVE_TIMEOUT,
                SpecLimits.MIN_KEEP_ALIVE_TIMEOUT,
                SpecLimits.MAX_KEEP_ALIVE_TIMEOUT);
        if (timeout.compareTo(interval) >= 0) {
            throw new InvalidSpecException(
                    "spec.envoy.keepAlive.timeout",
                    Durations.format(timeout) + " must be shorter than keepAlive.interval, "
                            + Durations.format(interval));
        }
        return new KeepAlive(
                interval,
                timeout,
                Objects.requireNonNullElse(spec.permitWithoutCalls(), SpecDefaults.KEEP_ALIVE_WITHOUT_CALLS));
    }
}
