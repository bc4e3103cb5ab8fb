package io.audiostream.transcriber.audio;

import java.util.Arrays;

/** A voice activity detector: detects speech, frame by frame. Holds the state of one stream. Not thread-safe. */
public interface SpeechDetector {

    /** Samples in a frame: 32 ms at 16 kHz. */
    int FRAME_SAMPLES = 512;

    /**
     * Returns the probability, 0 to 1, that the next frame of the stream holds speech.
     *
     * @param frame {@value #FRAME_SAMPLES} samples, -1 to 1; not retained
     */
    float probability(float[] frame);

    /**
     * Processes several frames, which may be faster than one by one.
     *
     * @param frames a multiple of {@value #FRAME_SAMPLES} samples; not retained
     * @return the probability of each frame
     */
    default float[] probabilities(float[] frames) {
        float[] probabilities = new float[frames.length / FRAME_SAMPLES];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = probability(Arrays.copyOfRange(frames, i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES));
        }
        return probabilities;
    }

    /** Discards all state, for a new stream. */
    void reset();
}
