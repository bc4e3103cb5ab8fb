package io.audiostream.operator.model;

import io.audiostream.commandline.Durations;
import io.audiostream.operator.api.Patterns;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks of single fields, with the bounds of the schema; a value that is missing takes its default. */
final class FieldCheck {
    private static final Set<String> RESOURCES = Set.of("cpu", "memory", "ephemeral-storage");
    private static final long DEFAULT_MESSAGE_BYTES = 50L << 20;

    private FieldCheck() {}

    static String matches(String field, String value, String pattern, String expected) {
        if (!value.matches(pattern)) {
            throw new InvalidSpecException(field, "'" + value + "' must be " + expected);
        }
        return value;
    }

    static int inRange(String field, @Nullable Integer value, int otherwise, int min, int max) {
        if (value == null) {
            return otherwise;
        }
        if (value < min || value > max) {
            throw new InvalidSpecException(field, value + " must be from " + min + " to " + max);
        }
        return value;
    }

    static String image(String field, @Nullable String value, String otherwise) {
        return value == null
                ? otherwise
                : matches(field, value, Patterns.IMAGE, "an image reference, such as registry.example.com/name:1.2.3");
    }

    static Duration duration(String field, @Nullable String value, String otherwise, String min, String max) {
        if (value == null) {
            return Durations.parse(otherwise);
        }
        var expected = "a duration from " + min + " to " + max + ", such as " + otherwise;
        matches(field, value, Patterns.DURATION, expected);
        var duration = Durations.parse(value);
        if (duration.compareTo(Durations.parse(min)) < 0 || duration.compareTo(Durations.parse(max)) > 0) {
            throw new InvalidSpecException(field, "'" + value + "' must be " + expected);
        }
        return duration;
    }

    /** A duration, or zero for none. */
    static Duration durationOrNone(String field, @Nullable String value, String otherwise, String min, String max) {
        return Objects.requireNonNullElse(value, otherwise).matches("0(ms|s|m|h)")
                ? Duration.ZERO
                : duration(field, value, otherwise, min, max);
    }

    static long messageBytes(String field, @Nullable Quantity value) {
        if (value == null) {
            return DEFAULT_MESSAGE_BYTES;
        }
        var bytes = amount(field, value);
        if (bytes.stripTrailingZeros().scale() > 0
                || bytes.compareTo(BigDecimal.valueOf(Patterns.MIN_MESSAGE_BYTES)) < 0
                || bytes.compareTo(BigDecimal.valueOf(Patterns.MAX_MESSAGE_BYTES)) > 0) {
            throw new InvalidSpecException(
                    field, "'" + value + "' must be a whole number of bytes from 64Ki to 1Gi, such as 50Mi");
        }
        return bytes.longValueExact();
    }

    static void resources(String field, Map<String, Quantity> values) {
        values.forEach((key, value) -> {
            if (!RESOURCES.contains(key) && !key.startsWith("hugepages-") && !key.contains("/")) {
                throw new InvalidSpecException(
                        field, "'" + key + "' must be cpu, memory, ephemeral-storage or a name with a '/'");
            }
            amount(field, value);
        });
    }

    private static BigDecimal amount(String field, Quantity value) {
        try {
            return value.getNumericalAmount();
        } catch (IllegalArgumentException e) {
            throw new InvalidSpecException(field, "'" + value + "' must be a quantity, such as 500m, 2 or 1Gi");
        }
    }
}
