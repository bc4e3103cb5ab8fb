package io.audiostream.transcriber.stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.audiostream.proto.AudioChunk;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;

/** A text message of the client. */
sealed interface ClientMessage {

    /** An {@code AudioChunk} as JSON. */
    record Chunk(AudioChunk chunk) implements ClientMessage {}

    /** {@code {"end": true}}: the audio is complete. */
    record End() implements ClientMessage {}

    String END = "end";

    /**
     * @throws SessionRefusedException if the text is neither; its field is empty if the text is no JSON object at all
     */
    static ClientMessage parse(String text) throws SessionRefusedException {
        JsonObject json = object(text);
        JsonElement end = json.get(END);
        if (end == null) {
            AudioChunk.Builder chunk = AudioChunk.newBuilder();
            new JsonMessageReader("").read(json, chunk);
            return new Chunk(chunk.build());
        }
        if (!end.equals(new JsonPrimitive(true))) {
            throw invalid(END, "%s is not true".formatted(JsonMessageReader.quote(end)));
        }
        if (json.size() > 1) {
            throw invalid(END, "send {\"end\": true} as a message of its own, after the last audio");
        }
        return new End();
    }

    private static JsonObject object(String text) throws SessionRefusedException {
        try {
            if (JsonParser.parseString(text) instanceof JsonObject json) {
                return json;
            }
        } catch (JsonParseException _) {
            throw notAnObject(text);
        }
        throw notAnObject(text);
    }

    private static SessionRefusedException notAnObject(String text) {
        return invalid(
                "",
                "'%s' is not a JSON object: send an AudioChunk such as {\"metadata\": {\"language\": \"en\"}}, or audio in binary messages"
                        .formatted(JsonMessageReader.quote(text)));
    }

    private static SessionRefusedException invalid(String field, String message) {
        return new SessionRefusedException(Reason.INVALID, field, message);
    }
}
