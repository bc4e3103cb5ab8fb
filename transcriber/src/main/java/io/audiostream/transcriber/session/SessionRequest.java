package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioFormat;
import java.time.Duration;
import java.util.Optional;

/**
 * What a client asks of a session; what it leaves open comes from the service's defaults.
 *
 * @param format how the audio bytes are to be read
 * @param model the model's name; empty for the one that the service has
 * @param language a code, {@code auto} to detect it, or empty for the default
 * @param translate whether the text is to be English whatever is spoken
 * @param prompt at most {@value #MAX_PROMPT_LENGTH} characters
 * @param interims whether results are wanted while a segment is still spoken
 * @param words whether the words' times are wanted
 * @param silence pause that closes a segment
 * @param maxSegment longest segment
 */
public record SessionRequest(
        AudioFormat format,
        String model,
        String language,
        boolean translate,
        String prompt,
        Optional<Boolean> interims,
        boolean words,
        Optional<Duration> silence,
        Optional<Duration> maxSegment) {

    static final int MAX_PROMPT_LENGTH = 1_000;

    /** The same request with another wish for interims. */
    public SessionRequest withInterims(Optional<Boolean> wanted) {
        return new SessionRequest(format, model, language, translate, prompt, wanted, words, silence, maxSegment);
    }
}
