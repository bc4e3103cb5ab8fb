package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.EndpointingConfig;
import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a session transcribes.
 *
 * @param format how the audio bytes are to be read
 * @param language a code that the model knows, or null to detect it segment by segment
 * @param translate whether the text is to be English whatever is spoken
 * @param prompt text that steers spelling and style, with the terms to expect; empty for none
 * @param interims whether results are sent while a segment is still spoken
 * @param interimInterval audio between two interims
 * @param words whether results list their words with times
 * @param endpointing when a segment is closed
 */
public record SessionConfig(
        AudioFormat format,
        @Nullable String language,
        boolean translate,
        String prompt,
        boolean interims,
        Duration interimInterval,
        boolean words,
        EndpointingConfig endpointing) {

    static final Duration MIN_INTERIM_INTERVAL = Duration.ofMillis(100);
    static final Duration MAX_INTERIM_INTERVAL = Duration.ofSeconds(10);
    static final Duration DEFAULT_INTERIM_INTERVAL = Duration.ofMillis(500);

    /**
     * @param detected the language that was detected, or null
     * @param draft tokens of the decode before
     * @param settled text that was shown for good
     */
    DecodeRequest request(@Nullable String detected, Effort effort, List<Integer> draft, String settled) {
        return new DecodeRequest(
                language != null ? language : detected, translate, prompt, words, effort, draft, settled);
    }
}
