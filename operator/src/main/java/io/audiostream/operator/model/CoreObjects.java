package io.audiostream.operator.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.audiostream.commandline.AddressMask;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads objects of core/v1, whose fields the schema of the resource does not have. */
final class CoreObjects {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new WithoutAnySetters())
            .build();

    private CoreObjects() {}

    /** The classes of core/v1 would otherwise accept a misspelled field. */
    private static final class WithoutAnySetters extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    /** Reads a list; null counts as empty. */
    static <T> List<T> readAll(String field, @Nullable List<Map<String, Object>> objects, Class<T> type) {
        return objects == null
                ? List.of()
                : IntStream.range(0, objects.size())
                        .mapToObj(i -> read(field + "[" + i + "]", objects.get(i), type))
                        .toList();
    }

    static <T> T read(String field, @Nullable Map<String, Object> object, Class<T> type) {
        if (object == null) {
            throw new InvalidSpecException(field, "must not be empty");
        }
        try {
            return MAPPER.convertValue(object, type);
        } catch (IllegalArgumentException e) {
            throw new InvalidSpecException(field + path(e), problem(e, type));
        }
    }

    private static String path(IllegalArgumentException e) {
        var path = new StringBuilder();
        if (e.getCause() instanceof JsonMappingException mapping) {
            mapping.getPath()
                    .forEach(part -> path.append(
                            part.getFieldName() == null ? "[" + part.getIndex() + "]" : "." + part.getFieldName()));
        }
        return path.toString();
    }

    private static String problem(IllegalArgumentException e, Class<?> type) {
        return e.getCause() instanceof UnrecognizedPropertyException unknown
                ? "'%s' is no field of %s in core/v1: correct the name, or remove it"
                        .formatted(
                                AddressMask.mask(unknown.getPropertyName()),
                                unknown.getReferringClass().getSimpleName())
                : "must be a value of the type that %s of core/v1 has here: see the reference of Kubernetes"
                        .formatted(type.getSimpleName());
    }
}
