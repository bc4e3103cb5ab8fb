package io.audiostream.transcriber.realtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.openai.ApiFailure;
import io.audiostream.transcriber.openai.Json;
import io.audiostream.transcriber.openai.Logprobs;
import io.audiostream.transcriber.session.SegmentResult.Language;
import io.audiostream.transcriber.websocket.WebSocketConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sends the events of the server. Thread-safe. */
final class ServerEvents {

    private static final String TRANSCRIPTION = "conversation.item.input_audio_transcription.";

    private final WebSocketConnection connection;
    private final Dialect dialect;
    private final String sessionId = id("sess");

    @GuardedBy("this")
    private @Nullable String lastItem;

    ServerEvents(WebSocketConnection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** Returns a new identifier. */
    static String id(String prefix) {
        return prefix + "_" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Returns whether the client keeps up, so that a delta may be sent now. */
    boolean isReady() {
        return connection.isReady();
    }

    /** Reports the configuration, in the words of the client's event. */
    void session(String action, Dialect form, RealtimeConfig config) {
        send(form.sessionEvent(action), Map.of("session", SessionJson.of(form, sessionId, config)));
    }

    /** Reports the configuration of a new connection. */
    void sessionCreated(RealtimeConfig config) {
        session("created", dialect, config);
    }

    void speechStarted(String item, long startMillis) {
        send("input_audio_buffer.speech_started", Map.of("audio_start_ms", startMillis, "item_id", item));
    }

    void speechStopped(String item, long endMillis) {
        send("input_audio_buffer.speech_stopped", Map.of("audio_end_ms", endMillis, "item_id", item));
    }

    /** Reports that audio became an item, which follows the items before. */
    synchronized void committed(String item) {
        String previous = lastItem;
        lastItem = item;
        var json = new LinkedHashMap<String, Object>();
        json.put("previous_item_id", previous);
        json.put("item_id", item);
        send("input_audio_buffer.committed", json);
        var created = new LinkedHashMap<String, Object>();
        created.put("previous_item_id", previous);
        created.put("item", item(item));
        switch (dialect) {
            case BETA -> send("conversation.item.created", created);
            case GENERAL -> {
                send("conversation.item.added", created);
                send("conversation.item.done", created);
            }
        }
    }

    private static Map<String, Object> item(String id) {
        var content = new LinkedHashMap<String, Object>();
        content.put("type", "input_audio");
        content.put("transcript", null);
        var json = new LinkedHashMap<String, Object>();
        json.put("id", id);
        json.put("object", "realtime.item");
        json.put("type", "message");
        json.put("status", "completed");
        json.put("role", "user");
        json.put("content", List.of(content));
        return json;
    }

    void cleared() {
        send("input_audio_buffer.cleared", Map.of());
    }

    void delta(String item, String delta) {
        send(TRANSCRIPTION + "delta", Map.of("item_id", item, "content_index", 0, "delta", delta));
    }

    /**
     * Reports the text of an item.
     *
     * @param tokens the tokens of the text; empty if the client does not want log probabilities
     * @param languages the languages of its parts
     */
    void completed(
            String item, String transcript, Optional<List<Token>> tokens, List<Language> languages, Duration audio) {
        var json = new LinkedHashMap<String, Object>();
        json.put("item_id", item);
        json.put("content_index", 0);
        json.put("transcript", transcript);
        json.put("languages", codes(languages));
        tokens.ifPresent(found -> json.put("logprobs", Logprobs.of(found)));
        json.put("usage", Map.of("type", "duration", "seconds", audio.toMillis() / 1_000.0));
        send(TRANSCRIPTION + "completed", json);
    }

    private static List<Map<String, String>> codes(List<Language> languages) {
        return languages.stream()
                .map(Language::code)
                .filter(code -> !code.isEmpty())
                .distinct()
                .map(code -> Map.of("code", code))
                .toList();
    }

    /** Reports that an item has no text because of a failure. */
    void failed(String item, ApiFailure.Details error) {
        send(TRANSCRIPTION + "failed", Map.of("item_id", item, "content_index", 0, "error", details(error, null)));
    }

    /** @param eventId the client's event that is wrong; null if the error is about none */
    void error(ApiFailure.Details error, @Nullable String eventId) {
        send("error", Map.of("error", details(error, eventId)));
    }

    /**
     * Reports that the server closes the connection for a reason that does not last, so that the client connects again.
     * This is not an error: agents give up after one.
     *
     * @param code why, for programs
     * @param resumeMillis audio of the connection that the client need not send again, in ms
     */
    void closing(@Nullable String code, String message, long resumeMillis) {
        var json = new LinkedHashMap<String, Object>();
        json.put("code", code);
        json.put("message", message);
        json.put("resume_from_ms", resumeMillis);
        send("session.closed", json);
    }

    private static Map<String, Object> details(ApiFailure.Details error, @Nullable String eventId) {
        var json = new LinkedHashMap<String, Object>();
        json.put("type", error.type());
        json.put("code", error.code());
        json.put("message", error.message());
        json.put("param", error.param());
        json.put("event_id", eventId);
        return json;
    }

    private void send(String type, Map<String, ?> fields) {
        var json = new LinkedHashMap<String, Object>();
        json.put("type", type);
        json.put("event_id", id("event"));
        json.putAll(fields);
        connection.send(Json.of(json));
    }
}
