package io.audiostream.transcriber.stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.audiostream.transcriber.audio.Quote;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message from JSON field by field, so that an error names the field.
 *
 * @param path path of the message, with a dot at its end; empty for the outermost
 */
record JsonMessageReader(String path) {

    private static final int MAX_QUOTED_LENGTH = 60;
    private static final JsonFormat.Parser PARSER = JsonFormat.parser();

    /**
     * @throws SessionRefusedException for a field that the message does not have, or a value that the field cannot have
     */
    void read(JsonObject json, Message.Builder message) throws SessionRefusedException {
        for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
            FieldDescriptor field = field(message.getDescriptorForType(), entry.getKey());
            if (field == null) {
                throw invalid(
                        entry.getKey(),
                        "there is no such field; there are %s".formatted(names(message.getDescriptorForType())));
            }
            read(entry.getKey(), entry.getValue(), field, message);
        }
    }

    private void read(String name, JsonElement value, FieldDescriptor field, Message.Builder message)
            throws SessionRefusedException {
        if (isObject(field) && value instanceof JsonObject object) {
            new JsonMessageReader(path + name + ".").read(object, message.getFieldBuilder(field));
            return;
        }
        var single = new JsonObject();
        single.add(name, value);
        try {
            PARSER.merge(single.toString(), message);
        } catch (InvalidProtocolBufferException | RuntimeException _) {
            throw invalid(name, "%s is not %s".formatted(quote(value), kind(field)));
        }
    }

    /** Names are as protobuf's JSON has them, or as the contract has them. */
    private static @Nullable FieldDescriptor field(Descriptor type, String name) {
        return type.getFields().stream()
                .filter(field ->
                        field.getJsonName().equals(name) || field.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static String names(Descriptor type) {
        return type.getFields().stream().map(FieldDescriptor::getJsonName).collect(Collectors.joining(", "));
    }

    /** A duration is a text in JSON. */
    private static boolean isObject(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && !field.isRepeated()
                && !field.getMessageType().equals(Duration.getDescriptor());
    }

    private static String kind(FieldDescriptor field) {
        if (field.isRepeated()) {
            return "a list of strings";
        }
        return switch (field.getJavaType()) {
            case INT, LONG -> "a whole number";
            case FLOAT, DOUBLE -> "a number";
            case BOOLEAN -> "true or false";
            case STRING -> "a string";
            case BYTE_STRING -> "base64";
            case ENUM ->
                "one of "
                        + field.getEnumType().getValues().stream()
                                .map(EnumValueDescriptor::getName)
                                .collect(Collectors.joining(", "));
            case MESSAGE -> isObject(field) ? "an object" : "a duration such as \"0.5s\"";
        };
    }

    static String quote(Object value) {
        return Quote.shorten(value.toString(), MAX_QUOTED_LENGTH);
    }

    private SessionRefusedException invalid(String name, String message) {
        return new SessionRefusedException(Reason.INVALID, path + name, message);
    }
}
