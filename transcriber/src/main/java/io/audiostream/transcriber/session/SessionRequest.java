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

    /** The pause that parts a recording, unless the client names one: nobody waits for the segment to end. */
    private static final Duration RECORDING_SILENCE = Duration.ofSeconds(2);

    /** The same request without interims. */
    public SessionRequest withoutInterims() {
        return new SessionRequest(
                format, model, language, translate, prompt, Optional.of(false), words, silence, maxSegment);
    }

    /** The same request for a recording that is answered as a whole: without interims, parted at long pauses only. */
    public SessionRequest forRecording() {
        return new SessionRequest(
                format,
                model,
                language,
                translate,
                prompt,
                Optional.of(false),
                words,
                Optional.of(silence.orElse(RECORDING_SILENCE)),
                maxSegment);
    }
}
