package io.audiostream.operator.reconciler;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A field of a resource whose value this version of the operator cannot read.
 *
 * @param path names of the fields and indexes of the elements, from the root of the resource
 * @param problem what was seen and what this version expects. It has no value, which could be a secret
 */
record UnreadableField(List<String> path, String problem) {
    /** Reads the cause of a failed deserialization. */
    static UnreadableField of(JsonMappingException cause, JsonNode resource) {
        var path = cause.getPath().stream().map(UnreadableField::element).toList();
        var value = resource;
        for (var reference : cause.getPath()) {
            value = reference.getFieldName() == null
                    ? value.path(reference.getIndex())
                    : value.path(reference.getFieldName());
        }
        return new UnreadableField(
                path,
                "is %s, and this version of the operator %s; a newer version may have stored it: upgrade the operator"
                        .formatted(
                                seen(value),
                                expected(cause instanceof MismatchedInputException e ? e.getTargetType() : null)));
    }

    /** Whether the field is this one of the resource, or below it. */
    boolean isIn(String field) {
        return !path.isEmpty() && path.getFirst().equals(field);
    }

    /** The field as in messages: {@code spec.list[0].name}. */
    String name() {
        return path.stream()
                .map(element -> element.startsWith("[") ? element : "." + element)
                .collect(Collectors.joining())
                .substring(1);
    }

    private static String element(JsonMappingException.Reference reference) {
        return reference.getFieldName() == null ? "[" + reference.getIndex() + "]" : reference.getFieldName();
    }

    private static String seen(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            default -> "null";
        };
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "cannot read it";
        }
        if (type == String.class) {
            return "expects a string";
        }
        if (Number.class.isAssignableFrom(type) || type == int.class || type == long.class) {
            return "expects a number";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "expects a boolean";
        }
        return Collection.class.isAssignableFrom(type) ? "expects a list" : "expects an object";
    }
}
