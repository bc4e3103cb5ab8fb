package io.audiostream.transcriber.engine;

import io.audiostream.transcriber.engine.DecodeRequest.Effort;

/**
 * Limits the encoder's context, which is 30 s by default. The encoder's time depends on the context, not on the length
 * of the audio. Below a minimum, Whisper hallucinates. The minima for interims and finals come from word error rates of
 * clips in five languages.
 */
public final class AudioContext {

    /** The encoder's full context of 30 s, in frames of 20 ms. */
    public static final int FULL = 1_500;

    private static final int FRAMES_PER_SECOND = 50;
    private static final int MARGIN = 2 * FRAMES_PER_SECOND;
    private static final int MIN_INTERIM = 400;
    private static final int MIN_FINAL = 640;

    private AudioContext() {}

    /** Returns the context, in frames of 20 ms, for a window of {@code samples} samples. */
    public static int frames(int samples, Effort effort) {
        int audio = Math.ceilDiv(samples * FRAMES_PER_SECOND, SpeechEngine.SAMPLE_RATE_HERTZ);
        int min = effort == Effort.INTERIM ? MIN_INTERIM : MIN_FINAL;
        return Math.min(FULL, Math.max(min, audio + MARGIN));
    }
}
