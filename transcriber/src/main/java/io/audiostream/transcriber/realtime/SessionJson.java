package io.audiostream.transcriber.realtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A configuration as the object {@code session} of an event. */
final class SessionJson {

    private SessionJson() {}

    static Map<String, Object> of(Dialect form, String id, RealtimeConfig config) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", id);
        json.put("object", "realtime.transcription_session");
        switch (form) {
            case BETA -> addBeta(json, config);
            case GENERAL -> addGeneral(json, config);
        }
        json.put("include", config.logprobs() ? List.of("item.input_audio_transcription.logprobs") : null);
        return json;
    }

    private static void addBeta(Map<String, Object> json, RealtimeConfig config) {
        json.put("input_audio_format", config.format().betaName());
        json.put("input_audio_transcription", transcription(config));
        json.put("input_audio_noise_reduction", null);
        json.put("turn_detection", turnDetection(config));
    }

    private static void addGeneral(Map<String, Object> json, RealtimeConfig config) {
        var format = new LinkedHashMap<String, Object>();
        format.put("type", config.format().type());
        format.put("rate", config.format().rateHertz());
        var input = new LinkedHashMap<String, Object>();
        input.put("format", format);
        input.put("transcription", transcription(config));
        input.put("noise_reduction", null);
        input.put("turn_detection", turnDetection(config));
        json.put("type", "transcription");
        json.put("audio", Map.of("input", input));
    }

    private static Map<String, Object> transcription(RealtimeConfig config) {
        var json = new LinkedHashMap<String, Object>();
        json.put("model", orNull(config.model()));
        json.put("language", orNull(config.language().name()));
        if (!config.language().candidates().isEmpty()) {
            json.put("languages", config.language().candidates());
        }
        json.put("prompt", orNull(config.prompt()));
        json.put("keywords", config.keywords());
        return json;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Map<String, Object> turnDetection(RealtimeConfig config) {
        return config.turnDetection()
                .<@Nullable Map<String, Object>>map(detection -> {
                    var json = new LinkedHashMap<String, Object>();
                    json.put("type", detection.type());
                    json.put("threshold", detection.threshold());
                    json.put("prefix_padding_ms", detection.prefixPaddingMillis());
                    detection.silence().ifPresent(silence -> json.put("silence_duration_ms", silence.toMillis()));
                    return json;
                })
                .orElse(null);
    }
}
