package io.audiostream.transcriber.realtime;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.audiostream.transcriber.openai.ApiException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object, with its path for errors. */
record Fields(JsonObject object, String path) {

    /** Returns a field, or null if it is absent. */
    @Nullable
    JsonElement get(String name) {
        return object.get(name);
    }

    /** Returns an object; empty if the field is absent or null. */
    Optional<Fields> object(String name) throws ApiException {
        return switch (get(name)) {
            case null -> Optional.empty();
            case JsonNull _ -> Optional.empty();
            case JsonObject found -> Optional.of(new Fields(found, path(name)));
            default -> throw invalid(name, "it must be an object");
        };
    }

    /** Returns a text, or {@code absent} if the field is absent or null. */
    String text(String name, String absent) throws ApiException {
        return switch (get(name)) {
            case null -> absent;
            case JsonNull _ -> absent;
            case JsonPrimitive found when found.isString() -> found.getAsString();
            default -> throw invalid(name, "it must be a string");
        };
    }

    /** Returns a number, or {@code absent} if the field is absent or null. */
    double number(String name, double absent) throws ApiException {
        return switch (get(name)) {
            case null -> absent;
            case JsonNull _ -> absent;
            case JsonPrimitive found when found.isNumber() -> found.getAsDouble();
            default -> throw invalid(name, "it must be a number");
        };
    }

    /** Returns a duration in ms, at least 0, or {@code absent} if the field is absent or null. */
    long millis(String name, long absent) throws ApiException {
        double value = number(name, absent);
        if (value != absent && (value < 0 || value > Integer.MAX_VALUE || value != Math.rint(value))) {
            throw invalid(name, "%s is not a number of ms".formatted(plain(value)));
        }
        return (long) value;
    }

    /** Returns whether a list has a value, or {@code absent} if the field is absent. */
    boolean contains(String name, String value, boolean absent) throws ApiException {
        return switch (get(name)) {
            case null -> absent;
            case JsonNull _ -> false;
            case JsonArray found -> found.contains(new JsonPrimitive(value));
            default -> throw invalid(name, "it must be a list");
        };
    }

    /** Returns a list of texts, or {@code absent} if the field is absent or null. */
    List<String> texts(String name, List<String> absent) throws ApiException {
        return switch (get(name)) {
            case null -> absent;
            case JsonNull _ -> absent;
            case JsonArray found
            when found.asList().stream().allMatch(Fields::isText) ->
                found.asList().stream().map(JsonElement::getAsString).toList();
            default -> throw invalid(name, "it must be a list of strings");
        };
    }

    private static boolean isText(JsonElement value) {
        return value instanceof JsonPrimitive text && text.isString();
    }

    ApiException invalid(String name, String message) {
        return ApiException.invalid(path(name), path(name) + ": " + message);
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Returns a number without an exponent or a needless fraction. */
    static String plain(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }
}
