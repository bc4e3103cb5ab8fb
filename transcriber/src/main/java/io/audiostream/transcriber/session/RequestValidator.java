package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.audio.Quote;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.time.Duration;
import java.util.List;

/** Validates a client's request and merges it with the service's defaults into a {@link SessionConfig}. */
final class RequestValidator {

    private static final String SKIPS = "metadata.channel_skips";
    private static final int MAX_HOTWORDS = 100;
    private static final int MAX_HOTWORD_LENGTH = 100;

    /** Longest part of a client's value that a message quotes. */
    private static final int MAX_QUOTED_LENGTH = 40;

    private final SessionDefaults defaults;
    private final ModelInfo model;

    RequestValidator(SessionDefaults defaults, ModelInfo model) {
        this.defaults = defaults;
        this.model = model;
    }

    /** @throws SessionRefusedException for {@link Reason#INVALID} and {@link Reason#NOT_FOUND} */
    SessionConfig configure(SessionRequest request) throws SessionRefusedException {
        if (!request.model().isEmpty() && !request.model().equals(model.name())) {
            throw SessionRefusedException.unknownModel(model, Quote.shorten(request.model(), MAX_QUOTED_LENGTH));
        }
        if (request.translate() && !model.multilingual()) {
            throw new SessionRefusedException(
                    Reason.NOT_FOUND,
                    "metadata.task",
                    "the model '%s' is English-only and cannot translate".formatted(model.name()));
        }
        return new SessionConfig(
                request.kind() == SessionRequest.Kind.LIVE,
                request.format(),
                request.translate(),
                request.words(),
                request.speechEvents(),
                model.exactTimes(),
                utterances(request),
                channelSkips(request));
    }

    private UtteranceOptions utterances(SessionRequest request) throws SessionRefusedException {
        return new UtteranceOptions(
                new LanguageValidator(defaults.language(), model).choose(request.language()),
                prompt(request.prompt()),
                request.interims().enabled().orElse(defaults.interims()),
                within(
                        "metadata.interim_interval",
                        request.interims().interval().orElse(UtteranceOptions.DEFAULT_INTERIM_INTERVAL),
                        UtteranceOptions.MIN_INTERIM_INTERVAL,
                        UtteranceOptions.MAX_INTERIM_INTERVAL),
                endpointing(request.endpointing()));
    }

    private static List<Duration> channelSkips(SessionRequest request) throws SessionRefusedException {
        if (!request.channelSkips().isEmpty() && !request.format().channelMode().isSeparate()) {
            throw new SessionRefusedException(
                    Reason.INVALID,
                    SKIPS,
                    "there are %d durations, which need separate_channels"
                            .formatted(request.channelSkips().size()));
        }
        if (request.channelSkips().size() > AudioFormat.MAX_CHANNELS) {
            throw new SessionRefusedException(
                    Reason.INVALID,
                    SKIPS,
                    "there are %d durations, at most %d channels are allowed"
                            .formatted(request.channelSkips().size(), AudioFormat.MAX_CHANNELS));
        }
        for (Duration skip : request.channelSkips()) {
            within(SKIPS, skip, Duration.ZERO, SessionConfig.MAX_CHANNEL_SKIP);
        }
        return request.channelSkips();
    }

    private EndpointingConfig endpointing(SessionRequest.Endpointing request) throws SessionRefusedException {
        return new EndpointingConfig(
                within(
                        "metadata.endpointing.silence",
                        request.silence().orElse(defaults.endpointing().silence()),
                        EndpointingConfig.MIN_SILENCE,
                        EndpointingConfig.MAX_SILENCE),
                within(
                        "metadata.endpointing.max_segment",
                        request.maxSegment().orElse(defaults.endpointing().maxSegment()),
                        EndpointingConfig.MIN_MAX_SEGMENT,
                        EndpointingConfig.MAX_MAX_SEGMENT));
    }

    /** Joins the hotwords and the prompt, in this order: what precedes the speech directly steers Whisper most. */
    private static String prompt(SessionRequest.Prompt request) throws SessionRefusedException {
        checkHotwords(request.hotwords());
        String hotwords = String.join(", ", request.hotwords());
        String prompt = hotwords.isEmpty() || request.text().isEmpty()
                ? hotwords + request.text()
                : hotwords + ". " + request.text();
        if (prompt.length() > UtteranceOptions.MAX_PROMPT_LENGTH) {
            throw new SessionRefusedException(
                    Reason.INVALID,
                    "metadata.prompt",
                    "the prompt has %d characters%s, at most %d are allowed"
                            .formatted(
                                    prompt.length(),
                                    hotwords.isEmpty() ? "" : " with the hotwords",
                                    UtteranceOptions.MAX_PROMPT_LENGTH));
        }
        return prompt;
    }

    private static void checkHotwords(List<String> hotwords) throws SessionRefusedException {
        if (hotwords.size() > MAX_HOTWORDS) {
            throw new SessionRefusedException(
                    Reason.INVALID,
                    "metadata.hotwords",
                    "there are %d hotwords, at most %d are allowed".formatted(hotwords.size(), MAX_HOTWORDS));
        }
        for (String hotword : hotwords) {
            if (hotword.isBlank() || hotword.length() > MAX_HOTWORD_LENGTH) {
                throw new SessionRefusedException(
                        Reason.INVALID,
                        "metadata.hotwords",
                        "the hotword '%s' has %d characters, not 1 to %d"
                                .formatted(
                                        Quote.shorten(hotword, MAX_QUOTED_LENGTH),
                                        hotword.strip().length(),
                                        MAX_HOTWORD_LENGTH));
            }
        }
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
            return value.getSeconds() + "000"; // does not fit into a long
        }
    }
}
