package io.audiostream.transcriber.audio;

import java.util.Arrays;

/** Tells speech from everything else, a frame at a time. One stream's; not thread-safe. */
public interface SpeechDetector {

    /** Samples in a frame: 32 ms at 16 kHz. */
    int FRAME_SAMPLES = 512;

    /**
     * How likely it is that the next frame of the stream holds speech, 0 to 1.
     *
     * @param frame {@value #FRAME_SAMPLES} samples; not kept
     */
    float probability(float[] frame);

    /**
     * The same for several frames at once, which may be faster.
     *
     * @param frames as many samples as any number of frames have; not kept
     */
    default float[] probabilities(float[] frames) {
        float[] probabilities = new float[frames.length / FRAME_SAMPLES];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = probability(Arrays.copyOfRange(frames, i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES));
        }
        return probabilities;
    }

    /** Forgets the stream. */
    void reset();
}
