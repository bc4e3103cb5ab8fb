package io.audiostream.operator.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares the limits of two schemas of one field. */
final class SchemaLimits {
    private static final List<Limit> MAXIMA = List.of(
            new Limit("maximum", JSONSchemaProps::getMaximum),
            new Limit("maxLength", JSONSchemaProps::getMaxLength),
            new Limit("maxItems", JSONSchemaProps::getMaxItems),
            new Limit("maxProperties", JSONSchemaProps::getMaxProperties));
    private static final List<Limit> MINIMA = List.of(
            new Limit("minimum", JSONSchemaProps::getMinimum),
            new Limit("minLength", JSONSchemaProps::getMinLength),
            new Limit("minItems", JSONSchemaProps::getMinItems),
            new Limit("minProperties", JSONSchemaProps::getMinProperties));

    /** Constraints whose values cannot be ordered: each change may refuse what was accepted. */
    private static final List<Constraint> CONSTRAINTS = List.of(
            new Constraint("pattern", JSONSchemaProps::getPattern),
            new Constraint("format", JSONSchemaProps::getFormat),
            new Constraint("multipleOf", JSONSchemaProps::getMultipleOf),
            new Constraint("uniqueItems", SchemaLimits::uniqueItems),
            new Constraint("exclusiveMaximum", SchemaLimits::exclusiveMaximum),
            new Constraint("exclusiveMinimum", SchemaLimits::exclusiveMinimum));

    private SchemaLimits() {}

    /** Returns the limits of {@code now} that refuse what {@code before} accepts. */
    static List<String> tightened(JSONSchemaProps before, JSONSchemaProps now) {
        var found = new ArrayList<String>();
        MAXIMA.forEach(limit -> {
            var old = limit.value.apply(before);
            var present = limit.value.apply(now);
            if (present != null && (old == null || present.doubleValue() < old.doubleValue())) {
                found.add(limit.name + " " + text(old) + " became " + present);
            }
        });
        MINIMA.forEach(limit -> {
            var old = limit.value.apply(before);
            var present = limit.value.apply(now);
            if (present != null && (old == null || present.doubleValue() > old.doubleValue())) {
                found.add(limit.name + " " + text(old) + " became " + present);
            }
        });
        CONSTRAINTS.forEach(constraint -> {
            var old = constraint.value.apply(before);
            var present = constraint.value.apply(now);
            if (present != null && !Objects.equals(old, present)) {
                found.add(constraint.name + " " + text(old) + " became " + present);
            }
        });
        return found;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "(none)" : value.toString();
    }

    private static @Nullable Boolean uniqueItems(JSONSchemaProps schema) {
        return trueOrNull(schema.getUniqueItems());
    }

    private static @Nullable Boolean exclusiveMaximum(JSONSchemaProps schema) {
        return trueOrNull(schema.getExclusiveMaximum());
    }

    private static @Nullable Boolean exclusiveMinimum(JSONSchemaProps schema) {
        return trueOrNull(schema.getExclusiveMinimum());
    }

    private static @Nullable Boolean trueOrNull(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value) ? value : null;
    }

    private record Limit(String name, Function<JSONSchemaProps, @Nullable Number> value) {}

    private record Constraint(String name, Function<JSONSchemaProps, @Nullable Object> value) {}
}
