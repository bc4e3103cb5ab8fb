package io.audiostream.transcriber.realtime;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.audiostream.transcriber.openai.ApiException;
import io.audiostream.transcriber.session.SessionDefaults;
import io.audiostream.transcriber.session.SessionRequest.Language;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads the field {@code session} of an event, in both versions of the protocol. Fields that are absent keep their
 * values; fields without a meaning for transcriptions are ignored.
 */
final class ConfigReader {

    private static final String TRANSCRIPTION = "transcription";
    private static final String TURN_DETECTION = "turn_detection";
    private static final String MONO =
            "a connection of this protocol has one channel: leave out %s and open a connection for each channel, or use"
                    + " /v1/stream";
    private static final String LOGPROBS = "item.input_audio_transcription.logprobs";

    private ConfigReader() {}

    /** @throws ApiException if a field is invalid */
    static RealtimeConfig read(RealtimeConfig current, JsonObject session) throws ApiException {
        Fields fields = new Fields(session, "session");
        String type = fields.text("type", TRANSCRIPTION);
        if (!type.equals(TRANSCRIPTION)) {
            throw ApiException.invalid(
                    "session.type",
                    "the session type '%s' is not supported: this service transcribes, use '%s'"
                            .formatted(type, TRANSCRIPTION));
        }
        refuseChannels(fields);
        RealtimeConfig config = beta(current, fields);
        Optional<Fields> audio = fields.object("audio");
        Optional<Fields> input = audio.isPresent() ? audio.get().object("input") : Optional.empty();
        return input.isPresent() ? general(config, input.get()) : config;
    }

    /** The other ways to the service can separate channels, so a client may expect it. */
    private static void refuseChannels(Fields fields) throws ApiException {
        if (fields.number("channels", 1) != 1) {
            throw fields.invalid("channels", MONO.formatted("channels"));
        }
        JsonElement separate = fields.get("separate_channels");
        if (separate != null && !separate.equals(new JsonPrimitive(false))) {
            throw fields.invalid("separate_channels", MONO.formatted("separate_channels"));
        }
    }

    private static RealtimeConfig beta(RealtimeConfig current, Fields session) throws ApiException {
        String name = session.text("input_audio_format", current.format().betaName());
        InputFormat format = InputFormat.ofBetaName(name)
                .orElseThrow(() -> session.invalid(
                        "input_audio_format",
                        "'%s' is not a format: use one of %s".formatted(name, InputFormat.betaNames())));
        RealtimeConfig config = transcription(current, session.object("input_audio_transcription"));
        return new RealtimeConfig(
                format,
                config.model(),
                config.language(),
                config.prompt(),
                config.keywords(),
                turnDetection(config, session),
                session.contains("include", LOGPROBS, current.logprobs()));
    }

    private static RealtimeConfig general(RealtimeConfig current, Fields input) throws ApiException {
        refuseChannels(input);
        RealtimeConfig config = transcription(current, input.object(TRANSCRIPTION));
        return new RealtimeConfig(
                format(config.format(), input),
                config.model(),
                config.language(),
                config.prompt(),
                config.keywords(),
                turnDetection(config, input),
                config.logprobs());
    }

    private static InputFormat format(InputFormat current, Fields input) throws ApiException {
        Optional<Fields> found = input.object("format");
        if (found.isEmpty()) {
            return current;
        }
        Fields fields = found.get();
        refuseChannels(fields);
        String type = fields.text("type", current.type());
        InputFormat format = InputFormat.ofType(type)
                .orElseThrow(() -> fields.invalid(
                        "type", "'%s' is not a format: use one of %s".formatted(type, InputFormat.types())));
        double rate = fields.number("rate", format.rateHertz());
        if (rate != format.rateHertz()) {
            throw fields.invalid(
                    "rate", "%s has %d Hz, not %s".formatted(type, format.rateHertz(), Fields.plain(rate)));
        }
        return format;
    }

    private static RealtimeConfig transcription(RealtimeConfig current, Optional<Fields> found) throws ApiException {
        if (found.isEmpty()) {
            return current;
        }
        Fields fields = found.get();
        return new RealtimeConfig(
                current.format(),
                fields.text("model", current.model()),
                language(fields, current.language()),
                fields.text("prompt", current.prompt()),
                fields.texts("keywords", current.keywords()),
                current.turnDetection(),
                current.logprobs());
    }

    /** Of several languages, the service detects which is spoken, unless the client names one. */
    private static Language language(Fields transcription, Language absent) throws ApiException {
        List<String> languages = transcription.texts("languages", List.of());
        Language listed = switch (languages.size()) {
            case 0 -> absent;
            case 1 -> Language.of(languages.getFirst());
            default -> new Language(SessionDefaults.AUTO, languages);
        };
        String named = transcription.text("language", listed.name());
        return named.equals(listed.name()) ? listed : Language.of(named);
    }

    private static Optional<TurnDetection> turnDetection(RealtimeConfig current, Fields parent) throws ApiException {
        JsonElement value = parent.get(TURN_DETECTION);
        if (value == null) {
            return current.turnDetection();
        }
        if (value instanceof JsonNull) {
            return Optional.empty();
        }
        Fields fields = parent.object(TURN_DETECTION).orElseThrow();
        TurnDetection base = current.turnDetection().orElse(TurnDetection.DEFAULT);
        String type = fields.text("type", base.type());
        if (!type.equals(TurnDetection.SERVER_VAD) && !type.equals(TurnDetection.SEMANTIC_VAD)) {
            throw fields.invalid(
                    "type",
                    "'%s' is not a kind of turn detection: use %s, or null to commit each item yourself"
                            .formatted(type, TurnDetection.SERVER_VAD));
        }
        double threshold = fields.number("threshold", base.threshold());
        if (threshold < 0 || threshold > 1) {
            throw fields.invalid("threshold", "%s is not 0 to 1".formatted(Fields.plain(threshold)));
        }
        long padding = fields.millis("prefix_padding_ms", base.prefixPaddingMillis());
        long silence = fields.millis(
                "silence_duration_ms", base.silence().map(Duration::toMillis).orElse(-1L));
        return Optional.of(new TurnDetection(
                type, threshold, padding, silence < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(silence))));
    }
}
