package io.audiostream.transcriber.stream;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.audiostream.proto.TranscriptionResponse;

/** The messages of the server, as JSON in one line. */
final class ServerMessage {

    /** Prints numbers and texts also if they are 0 or empty, as {@code POST /v1/transcribe} does. */
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer()
            .alwaysPrintFieldsWithNoPresence()
            .omittingInsignificantWhitespace()
            .usingTypeRegistry(JsonFormat.TypeRegistry.newBuilder()
                    .add(BadRequest.getDescriptor())
                    .add(ErrorInfo.getDescriptor())
                    .add(RetryInfo.getDescriptor())
                    .build());

    private ServerMessage() {}

    static String response(TranscriptionResponse response) {
        return print(response);
    }

    /** Returns an object with the key {@code error}, which no response has: the status with the name of its code. */
    static String error(Status status) {
        JsonObject error = JsonParser.parseString(print(status)).getAsJsonObject();
        error.addProperty("status", Code.forNumber(status.getCode()).name());
        var message = new JsonObject();
        message.add("error", error);
        return message.toString();
    }

    private static String print(Message message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message has details of an unknown type", e);
        }
    }
}
