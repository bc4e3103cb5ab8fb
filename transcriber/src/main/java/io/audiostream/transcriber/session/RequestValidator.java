package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what a client asks for into what a session does, or says what is wrong with it. */
final class RequestValidator {

    private final SessionDefaults defaults;
    private final ModelInfo model;

    RequestValidator(SessionDefaults defaults, ModelInfo model) {
        this.defaults = defaults;
        this.model = model;
    }

    /** @throws SessionRefusedException for {@link Reason#INVALID} and {@link Reason#NOT_FOUND} */
    SessionConfig configure(SessionRequest request) throws SessionRefusedException {
        if (!request.model().isEmpty() && !request.model().equals(model.name())) {
            throw new SessionRefusedException(
                    Reason.NOT_FOUND,
                    "metadata.model",
                    "this service has the model '%s', not '%s'".formatted(model.name(), shorten(request.model())));
        }
        if (request.translate() && !model.multilingual()) {
            throw new SessionRefusedException(
                    Reason.NOT_FOUND,
                    "metadata.task",
                    "the model '%s' knows only English and can't translate".formatted(model.name()));
        }
        return new SessionConfig(
                request.format(),
                language(request.language()),
                request.translate(),
                prompt(request),
                request.interims().orElse(defaults.interims()),
                within(
                        "metadata.interim_interval",
                        request.interimInterval().orElse(SessionConfig.DEFAULT_INTERIM_INTERVAL),
                        SessionConfig.MIN_INTERIM_INTERVAL,
                        SessionConfig.MAX_INTERIM_INTERVAL),
                request.words(),
                new EndpointingConfig(
                        within(
                                "metadata.endpointing.silence",
                                request.silence().orElse(defaults.endpointing().silence()),
                                EndpointingConfig.MIN_SILENCE,
                                EndpointingConfig.MAX_SILENCE),
                        within(
                                "metadata.endpointing.max_segment",
                                request.maxSegment()
                                        .orElse(defaults.endpointing().maxSegment()),
                                EndpointingConfig.MIN_MAX_SEGMENT,
                                EndpointingConfig.MAX_MAX_SEGMENT)));
    }

    /** The terms to expect, then the prompt: Whisper heeds most what comes right before the speech. */
    private static String prompt(SessionRequest request) throws SessionRefusedException {
        if (request.hotwords().size() > SessionRequest.MAX_HOTWORDS) {
            throw new SessionRefusedException(
                    Reason.INVALID,
                    "metadata.hotwords",
                    "there are %d hotwords, at most %d are taken"
                            .formatted(request.hotwords().size(), SessionRequest.MAX_HOTWORDS));
        }
        for (String hotword : request.hotwords()) {
            if (hotword.isBlank() || hotword.length() > SessionRequest.MAX_HOTWORD_LENGTH) {
                throw new SessionRefusedException(
                        Reason.INVALID,
                        "metadata.hotwords",
                        "the hotword '%s' has %d characters, not 1 to %d"
                                .formatted(
                                        shorten(hotword), hotword.strip().length(), SessionRequest.MAX_HOTWORD_LENGTH));
            }
        }
        String terms = String.join(", ", request.hotwords());
        String prompt = terms.isEmpty() || request.prompt().isEmpty()
                ? terms + request.prompt()
                : terms + ". " + request.prompt();
        if (prompt.length() > SessionRequest.MAX_PROMPT_LENGTH) {
            throw new SessionRefusedException(
                    Reason.INVALID,
                    "metadata.prompt",
                    "the prompt has %d characters%s, at most %d are taken"
                            .formatted(
                                    prompt.length(),
                                    terms.isEmpty() ? "" : " with the hotwords",
                                    SessionRequest.MAX_PROMPT_LENGTH));
        }
        return prompt;
    }

    private @Nullable String language(String asked) throws SessionRefusedException {
        String language = asked.isEmpty() ? defaults.language() : asked.toLowerCase(Locale.ROOT);
        if (language.equals(SessionDefaults.AUTO)) {
            return model.multilingual() ? null : model.languages().iterator().next();
        }
        if (!model.languages().contains(language)) {
            throw new SessionRefusedException(
                    Reason.NOT_FOUND,
                    "metadata.language",
                    "the model '%s' does not know the language '%s'; write an ISO 639-1 code such as 'en', or 'auto'"
                            .formatted(model.name(), shorten(asked)));
        }
        return language;
    }

    private static Duration within(String field, Duration value, Duration min, Duration max)
            throws SessionRefusedException {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new SessionRefusedException(
                    Reason.INVALID,
                    field,
                    "%s ms is out of range: %d to %d ms".formatted(millis(value), min.toMillis(), max.toMillis()));
        }
        return value;
    }

    private static String millis(Duration value) {
        try {
            return Long.toString(value.toMillis());
        } catch (ArithmeticException e) {
            return value.getSeconds() + "000"; // more than fits into a long
        }
    }

    private static String shorten(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "…";
    }
}
