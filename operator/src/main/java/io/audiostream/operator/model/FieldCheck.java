package io.audiostream.operator.model;

import io.audiostream.commandline.AddressMask;
import io.audiostream.commandline.Durations;
import io.audiostream.operator.api.Patterns;
import io.audiostream.operator.api.ResourceNames;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecLimits;
import io.audiostream.operator.api.SpecMessages;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks of single fields against the bounds of the schema. Each check returns the value, or the default where the
 * resource leaves the field out, and throws an {@link InvalidSpecException} for an invalid value.
 */
final class FieldCheck {
    private FieldCheck() {}

    /**
     * Checks a text. The error quotes it, with its addresses masked.
     *
     * @param message begins with "must"
     */
    static String matches(String field, String value, String pattern, String message) {
        if (!value.matches(pattern)) {
            throw new InvalidSpecException(field, "'" + AddressMask.mask(value) + "' " + message);
        }
        return value;
    }

    /**
     * Refuses a text of this form. The error quotes it, with its addresses masked.
     *
     * @param message begins with "must"
     */
    static void matchesNot(String field, String value, String pattern, String message) {
        if (value.matches(pattern)) {
            throw new InvalidSpecException(field, "'" + AddressMask.mask(value) + "' " + message);
        }
    }

    static int inRange(String field, @Nullable Integer value, int defaultValue, int min, int max) {
        if (value == null) {
            return defaultValue;
        }
        if (value < min || value > max) {
            throw new InvalidSpecException(field, value + " must be from " + min + " to " + max);
        }
        return value;
    }

    static String image(String field, @Nullable String value, String defaultValue) {
        return value == null ? defaultValue : matches(field, value, Patterns.IMAGE, SpecMessages.IMAGE);
    }

    static Duration duration(String field, @Nullable String value, String defaultValue, String min, String max) {
        if (value == null) {
            return Durations.parse(defaultValue);
        }
        var message = "must be a duration from " + min + " to " + max + ", such as " + defaultValue;
        matches(field, value, Patterns.DURATION, message);
        var duration = Durations.parse(value);
        if (duration.compareTo(Durations.parse(min)) < 0 || duration.compareTo(Durations.parse(max)) > 0) {
            throw new InvalidSpecException(field, "'" + value + "' " + message);
        }
        return duration;
    }

    /** Reads a duration within the bounds of a stream's timeout, or zero for no limit. */
    static Duration streamTimeoutOrZero(String field, @Nullable String value, String defaultValue) {
        return Objects.requireNonNullElse(value, defaultValue).matches("0(ms|s|m|h)")
                ? Duration.ZERO
                : duration(field, value, defaultValue, SpecLimits.MIN_TIMEOUT, SpecLimits.MAX_STREAM_TIMEOUT);
    }

    static long messageBytes(String field, @Nullable Quantity value) {
        if (value == null) {
            return SpecDefaults.MESSAGE_BYTES;
        }
        var bytes = quantity(field, "", value);
        if (bytes.stripTrailingZeros().scale() > 0
                || bytes.compareTo(BigDecimal.valueOf(SpecLimits.MIN_MESSAGE_BYTES)) < 0
                || bytes.compareTo(BigDecimal.valueOf(SpecLimits.MAX_MESSAGE_BYTES)) > 0) {
            throw new InvalidSpecException(field, "'" + value + "' " + SpecMessages.MESSAGE_SIZE);
        }
        return bytes.longValueExact();
    }

    /**
     * Checks a number of pods or a percentage.
     *
     * @param min smallest number, 0 or 1; 0% counts as 0
     */
    static IntOrString numberOfPods(String field, IntOrString value, int min, String message) {
        var text = Objects.requireNonNullElse(value.getStrVal(), "");
        var isValid = value.getIntVal() == null
                ? text.matches(Patterns.PERCENTAGE) && (min == 0 || !text.equals("0%"))
                : value.getIntVal() >= min && value.getIntVal() <= SpecLimits.MAX_REPLICAS;
        if (!isValid) {
            throw new InvalidSpecException(field, "'" + value.getValue() + "' " + message);
        }
        return value;
    }

    static void resources(String field, Map<String, Quantity> values) {
        values.forEach((key, value) -> {
            if (!ResourceNames.isRequestable(key)) {
                throw new InvalidSpecException(
                        field, "'" + key + "' must be cpu, memory, ephemeral-storage or a name with a '/'");
            }
            if (quantity(field, key + ": ", value).signum() < 0) {
                throw new InvalidSpecException(field, "'" + key + ": " + value + "' must not be negative");
            }
        });
    }

    /** @param entry name of the entry of a map, for the message */
    static BigDecimal quantity(String field, String entry, Quantity value) {
        try {
            return value.getNumericalAmount();
        } catch (IllegalArgumentException e) {
            throw new InvalidSpecException(field, "'" + entry + value + "' must be a quantity, such as 500m, 2 or 1Gi");
        }
    }
}
