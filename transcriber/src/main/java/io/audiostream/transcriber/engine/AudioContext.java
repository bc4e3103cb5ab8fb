package io.audiostream.transcriber.engine;

import io.audiostream.transcriber.engine.DecodeRequest.Effort;

/**
 * How much of its 30 s the encoder is to look at. It takes the same time however short the audio is, unless it is told
 * to look at less. Below these bounds Whisper begins to loop; they were found by measuring word error rates over clips
 * in five languages.
 */
public final class AudioContext {

    /** The encoder's whole context, in frames of 20 ms. */
    public static final int FULL = 1_500;

    private static final int FRAMES_PER_SECOND = 50;
    private static final int MARGIN = 2 * FRAMES_PER_SECOND;
    private static final int LEAST_INTERIM = 400;
    private static final int LEAST_FINAL = 640;

    private AudioContext() {}

    /** Frames to look at for a window of so many samples. */
    public static int frames(int samples, Effort effort) {
        int audio = Math.ceilDiv(samples * FRAMES_PER_SECOND, SpeechEngine.SAMPLE_RATE_HERTZ);
        int least = effort == Effort.INTERIM ? LEAST_INTERIM : LEAST_FINAL;
        return Math.min(FULL, Math.max(least, audio + MARGIN));
    }
}
