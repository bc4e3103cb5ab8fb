package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioFormat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a client asks of a session; what it leaves open comes from the service's defaults.
 *
 * @param format how the audio bytes are to be read
 * @param model the model's name; empty for the one that the service has
 * @param language a code, {@code auto} to detect it, or empty for the default
 * @param translate whether the text is to be English whatever is spoken
 * @param prompt at most {@value #MAX_PROMPT_LENGTH} characters
 * @param hotwords names and terms to expect
 * @param interims whether results are wanted while a segment is still spoken
 * @param interimInterval audio between two interims
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
        List<String> hotwords,
        Optional<Boolean> interims,
        Optional<Duration> interimInterval,
        boolean words,
        Optional<Duration> silence,
        Optional<Duration> maxSegment) {

    static final int MAX_PROMPT_LENGTH = 1_000;
    static final int MAX_HOTWORDS = 100;
    static final int MAX_HOTWORD_LENGTH = 100;

    /** The pause that parts a recording, unless the client names one: nobody waits for the segment to end. */
    private static final Duration RECORDING_SILENCE = Duration.ofSeconds(2);

    public SessionRequest {
        hotwords = List.copyOf(hotwords);
    }

    /** The same request without interims. */
    public SessionRequest withoutInterims() {
        return with(Optional.of(false), silence);
    }

    /** The same request for a recording that is answered as a whole: without interims, parted at long pauses only. */
    public SessionRequest forRecording() {
        return with(Optional.of(false), Optional.of(silence.orElse(RECORDING_SILENCE)));
    }

    private SessionRequest with(Optional<Boolean> newInterims, Optional<Duration> newSilence) {
        return new SessionRequest(
                format,
                model,
                language,
                translate,
                prompt,
                hotwords,
                newInterims,
                interimInterval,
                words,
                newSilence,
                maxSegment);
    }
}
