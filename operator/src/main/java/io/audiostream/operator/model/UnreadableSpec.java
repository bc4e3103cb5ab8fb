package io.audiostream.operator.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Marks a resource whose spec this version of the operator cannot read, because a newer version has stored a value of
 * another type. The mark is an annotation of the object in memory, so that it is also part of copies. It is never
 * written to the cluster.
 */
public final class UnreadableSpec {
    private static final String ANNOTATION = "audiostream.io/unreadable-spec";
    private static final String SEPARATOR = ": ";

    private UnreadableSpec() {}

    /**
     * Marks a resource that was read without its spec.
     *
     * @param field path of the field, such as {@code spec.replicas}
     * @param problem what was seen and what this version expects
     */
    public static void mark(HasMetadata resource, String field, String problem) {
        var annotations = new LinkedHashMap<>(annotations(resource));
        annotations.put(ANNOTATION, field + SEPARATOR + problem);
        resource.getMetadata().setAnnotations(annotations);
    }

    /** Removes the annotation of a resource whose spec is readable: only {@link #mark} may set it. */
    public static void clear(HasMetadata resource) {
        if (annotations(resource).containsKey(ANNOTATION)) {
            resource.getMetadata().getAnnotations().remove(ANNOTATION);
        }
    }

    /**
     * Checks that the resource has no mark.
     *
     * @throws InvalidSpecException with the field that is unreadable
     */
    static void refuse(HasMetadata resource) {
        var mark = annotations(resource).get(ANNOTATION);
        if (mark != null) {
            var end = mark.indexOf(SEPARATOR);
            throw new InvalidSpecException(mark.substring(0, end), mark.substring(end + SEPARATOR.length()));
        }
    }

    private static Map<String, String> annotations(HasMetadata resource) {
        return Objects.requireNonNullElse(resource.getMetadata().getAnnotations(), Map.of());
    }
}
