package io.audiostream.operator.model;

import io.audiostream.operator.api.MetadataSpec;
import io.audiostream.operator.api.Patterns;
import io.audiostream.operator.api.ReservedNames;
import io.audiostream.operator.api.SpecMessages;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads labels and annotations, and refuses those of the operator. */
final class MetadataReader {
    private static final MetadataSpec NONE = new MetadataSpec(null, null);

    private MetadataReader() {}

    static ObjectMetadata read(String field, @Nullable MetadataSpec given) {
        var spec = Objects.requireNonNullElse(given, NONE);
        var labels = labels(field + ".labels", spec.labels());
        labels.keySet().stream().filter(ReservedNames::isLabel).findFirst().ifPresent(key -> {
            throw new InvalidSpecException(field + ".labels", "'" + key + "' " + SpecMessages.RESERVED_LABELS);
        });
        var annotations = annotations(field + ".annotations", spec.annotations());
        annotations.keySet().stream()
                .filter(ReservedNames::isAnnotation)
                .findFirst()
                .ifPresent(key -> {
                    throw new InvalidSpecException(
                            field + ".annotations", "'" + key + "' " + SpecMessages.RESERVED_ANNOTATION);
                });
        return new ObjectMetadata(labels, annotations);
    }

    /** Reads annotations; null counts as none. */
    static Map<String, String> annotations(String field, @Nullable Map<String, String> given) {
        Map<String, String> annotations = Objects.requireNonNullElse(given, Map.of());
        annotations.keySet().forEach(key -> FieldCheck.matches(field, key, Patterns.LABEL_KEY, SpecMessages.LABEL_KEY));
        return annotations;
    }

    /** Reads labels, or a selector of labels; null counts as none. */
    static Map<String, String> labels(String field, @Nullable Map<String, String> given) {
        Map<String, String> labels = Objects.requireNonNullElse(given, Map.of());
        labels.forEach((key, value) -> {
            FieldCheck.matches(field, key, Patterns.LABEL_KEY, SpecMessages.LABEL_KEY);
            FieldCheck.matches(
                    field + "." + key,
                    Objects.requireNonNullElse(value, ""),
                    Patterns.LABEL_VALUE,
                    SpecMessages.LABEL_VALUE);
        });
        return labels;
    }
}
