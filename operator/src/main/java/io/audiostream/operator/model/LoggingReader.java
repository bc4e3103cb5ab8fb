package io.audiostream.operator.model;

import io.audiostream.operator.api.LogFormat;
import io.audiostream.operator.api.LogLevel;
import io.audiostream.operator.api.LoggingSpec;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecMessages;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.logging} and {@code spec.envoy.logLevel}. */
final class LoggingReader {
    private static final LoggingSpec NONE = new LoggingSpec(null, null);

    private LoggingReader() {}

    static Logging read(@Nullable LoggingSpec given, @Nullable String envoyLevel) {
        var spec = Objects.requireNonNullElse(given, NONE);
        return new Logging(level(spec.level()), format(spec.format()), envoyLevel(envoyLevel));
    }

    private static LogLevel level(@Nullable String given) {
        var name = Objects.requireNonNullElse(given, SpecDefaults.LOG_LEVEL);
        return LogLevel.named(name).orElseThrow(() -> invalid("spec.logging.level", name, SpecMessages.LOG_LEVEL));
    }

    private static LogFormat format(@Nullable String given) {
        var name = Objects.requireNonNullElse(given, SpecDefaults.LOG_FORMAT);
        return LogFormat.named(name).orElseThrow(() -> invalid("spec.logging.format", name, SpecMessages.LOG_FORMAT));
    }

    private static LogLevel envoyLevel(@Nullable String given) {
        var name = Objects.requireNonNullElse(given, SpecDefaults.ENVOY_LOG_LEVEL);
        return LogLevel.named(name)
                .filter(level -> level != LogLevel.DEBUG)
                .orElseThrow(() -> invalid("spec.envoy.logLevel", name, SpecMessages.ENVOY_LOG_LEVEL));
    }

    private static InvalidSpecException invalid(String field, String name, String message) {
        return new InvalidSpecException(field, "'" + name + "' " + message);
    }
}
