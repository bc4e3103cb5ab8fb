package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.engine.DecodeContext;
import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a session transcribes.
 *
 * @param live whether the client sends the audio while it is spoken; false for a recording
 * @param format format of the audio bytes
 * @param language which languages the speech may have
 * @param translate whether speech in any language is translated to English
 * @param prompt text that steers spelling and style, with the hotwords; at most {@value #MAX_PROMPT_LENGTH} characters,
 *     empty for none
 * @param interims whether interims are sent while a segment is still spoken
 * @param interimInterval audio between two interims, 100 ms to 10 s
 * @param words whether results list their words with times
 * @param speechEvents whether the session reports the start and the end of speech
 * @param exactTimes whether the times of tokens are exact to some 100 ms
 * @param endpointing when a segment ends
 */
public record SessionConfig(
        boolean live,
        AudioFormat format,
        LanguageChoice language,
        boolean translate,
        String prompt,
        boolean interims,
        Duration interimInterval,
        boolean words,
        boolean speechEvents,
        boolean exactTimes,
        EndpointingConfig endpointing) {

    static final int MAX_PROMPT_LENGTH = 1_000;
    static final Duration MIN_INTERIM_INTERVAL = Duration.ofMillis(100);
    static final Duration MAX_INTERIM_INTERVAL = Duration.ofSeconds(10);
    static final Duration DEFAULT_INTERIM_INTERVAL = Duration.ofMillis(500);

    public SessionConfig {
        if (prompt.length() > MAX_PROMPT_LENGTH) {
            throw new IllegalArgumentException("the prompt has %d characters, at most %d are allowed"
                    .formatted(prompt.length(), MAX_PROMPT_LENGTH));
        }
        if (interimInterval.compareTo(MIN_INTERIM_INTERVAL) < 0
                || interimInterval.compareTo(MAX_INTERIM_INTERVAL) > 0) {
            throw new IllegalArgumentException("the interim interval is %d ms, not %d to %d ms"
                    .formatted(
                            interimInterval.toMillis(),
                            MIN_INTERIM_INTERVAL.toMillis(),
                            MAX_INTERIM_INTERVAL.toMillis()));
        }
    }

    /**
     * Returns the request for a decode.
     *
     * @param detected the language of the utterance, or null to detect it
     * @param likely the language of the utterance before, or null
     * @param context results of earlier decodes
     */
    DecodeRequest request(@Nullable String detected, @Nullable String likely, Effort effort, DecodeContext context) {
        return new DecodeRequest(detected, language.candidates(), likely, translate, prompt, effort, context);
    }
}
