package io.audiostream.transcriber.realtime;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.audiostream.transcriber.openai.ApiException;
import io.audiostream.transcriber.openai.ApiFailure;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.websocket.AudioFeed;
import io.audiostream.transcriber.websocket.CloseCode;
import io.audiostream.transcriber.websocket.WebSocketConnection;
import io.audiostream.transcriber.websocket.WebSocketHandler;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Handles the events of one client. An event that is wrong gets an error event, and the connection stays open. A
 * session that fails closes the connection.
 */
final class RealtimeHandler implements WebSocketHandler {

    private static final String INTENT = "transcription";
    private static final String UPDATE = "session.update";
    private static final String BETA_UPDATE = "transcription_session.update";
    private static final String APPEND = "input_audio_buffer.append";
    private static final String COMMIT = "input_audio_buffer.commit";
    private static final String CLEAR = "input_audio_buffer.clear";

    private final WebSocketConnection connection;
    private final ServerEvents events;
    private final Sessions sessions;
    private final AudioFeed feed;
    private final AudioBuffer buffer;

    RealtimeHandler(WebSocketConnection connection, ServerEvents events, Sessions sessions, AudioFeed feed) {
        this.connection = connection;
        this.events = events;
        this.sessions = sessions;
        this.feed = feed;
        buffer = new AudioBuffer(feed, events, this::sessionFailed);
    }

    /** Takes the parameters of the address, and reports the configuration. Refuses the connection if one is wrong. */
    void open() {
        try {
            String intent = connection.parameter("intent");
            if (!intent.isEmpty() && !intent.equals(INTENT)) {
                throw ApiException.invalid(
                        "intent", "the intent '%s' is not supported: use '%s'".formatted(intent, INTENT));
            }
            RealtimeConfig config = RealtimeConfig.DEFAULT.withModel(connection.parameter("model"));
            sessions.check(config.request());
            buffer.configure(config);
            events.sessionCreated(config);
        } catch (ApiException e) {
            error(e, null);
            connection.close(CloseCode.POLICY_VIOLATION, message(e));
        } catch (SessionRefusedException e) {
            refused(e, null);
            connection.close(CloseCode.POLICY_VIOLATION, message(e));
        }
    }

    @Override
    public void onText(String message) {
        String eventId = null;
        try {
            JsonObject event = parse(message);
            eventId = text(event, "event_id");
            handle(event);
        } catch (ApiException e) {
            error(e, eventId);
        } catch (SessionRefusedException e) {
            refused(e, eventId);
        }
    }

    /** Reports what is wrong in an event, or closes the connection if the service refuses its audio. */
    private void refused(SessionRefusedException refusal, @Nullable String eventId) {
        Optional<CloseCode> code = closeCode(refusal);
        if (code.isPresent()) {
            var details = ApiFailure.of(refusal, connection.call().requestId()).details();
            String reason = refusal.reason() == SessionRefusedException.Reason.DRAINING
                    ? SessionFailure.SHUTTING_DOWN
                    : details.code();
            events.closing(reason, details.message(), buffer.doneMillis());
            connection.close(code.get(), message(refusal));
        } else {
            error(refusal, eventId);
        }
    }

    private static JsonObject parse(String message) throws ApiException {
        try {
            if (JsonParser.parseString(message) instanceof JsonObject event) {
                return event;
            }
            throw invalid(null, "invalid_json", "a message must be a JSON object with a field 'type'");
        } catch (JsonParseException _) {
            throw invalid(null, "invalid_json", "the message is not JSON");
        }
    }

    private void handle(JsonObject event) throws ApiException, SessionRefusedException {
        String type = text(event, "type");
        switch (type) {
            case UPDATE -> update(event, Dialect.GENERAL);
            case BETA_UPDATE -> update(event, Dialect.BETA);
            case APPEND -> buffer.append(audio(event));
            case COMMIT -> buffer.commit();
            case CLEAR -> buffer.clear();
            case null -> throw invalid("type", "missing_required_parameter", "the event has no field 'type'");
            default ->
                throw invalid(
                        "type",
                        "invalid_value",
                        "there is no event '%s' for transcriptions: use %s, %s, %s or %s"
                                .formatted(type, UPDATE, APPEND, COMMIT, CLEAR));
        }
    }

    private void update(JsonObject event, Dialect form) throws ApiException, SessionRefusedException {
        if (!(event.get("session") instanceof JsonObject session)) {
            throw invalid("session", "missing_required_parameter", "the event has no object 'session'");
        }
        RealtimeConfig config = ConfigReader.read(buffer.config(), session);
        sessions.check(config.request());
        buffer.configure(config);
        events.session("updated", form, config);
    }

    private static ByteBuffer audio(JsonObject event) throws ApiException {
        String base64 = text(event, "audio");
        if (base64 == null) {
            throw invalid("audio", "missing_required_parameter", "the event has no string 'audio'");
        }
        try {
            return ByteBuffer.wrap(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw invalid("audio", "invalid_value", "the audio is not Base64: " + e.getMessage());
        }
    }

    private static @Nullable String text(JsonObject event, String field) {
        return event.get(field) instanceof JsonPrimitive value && value.isString() ? value.getAsString() : null;
    }

    private static ApiException invalid(@Nullable String param, String code, String message) {
        return new ApiException(400, param, code, message);
    }

    private void error(Exception failure, @Nullable String eventId) {
        events.error(ApiFailure.of(failure, connection.call().requestId()).details(), eventId);
    }

    /** Returns the code for audio that no session takes: it is lost, so the client must not go on. */
    private static Optional<CloseCode> closeCode(SessionRefusedException refusal) {
        return switch (refusal.reason()) {
            case DRAINING -> Optional.of(CloseCode.SERVICE_RESTART);
            case LOADING, NO_SLOT, CALLER_LIMIT, NO_MEMORY, TOO_LONG, BUSY, TOO_SLOW ->
                Optional.of(CloseCode.TRY_AGAIN_LATER);
            case TOO_MANY_CHANNELS, INVALID, NOT_FOUND -> Optional.empty(); // of a configuration, before it took effect
        };
    }

    private static String message(Exception failure) {
        return String.valueOf(failure.getMessage());
    }

    private void sessionFailed(SessionFailure failure) {
        ApiFailure.Details details = failure.details(connection.call().requestId());
        failure.item().ifPresent(item -> events.failed(item, details));
        if (failure.isResumable()) {
            events.closing(details.code(), details.message(), failure.doneMillis());
        } else {
            events.error(details, null);
        }
        connection.close(failure.closeCode(), details.message());
        feed.stop();
    }

    @Override
    public void onBinary(ByteBuffer message) {
        error(invalid(null, "invalid_value", "a binary message has no meaning here: send audio in " + APPEND), null);
    }

    @Override
    public void onClosed() {
        feed.stop();
    }
}
