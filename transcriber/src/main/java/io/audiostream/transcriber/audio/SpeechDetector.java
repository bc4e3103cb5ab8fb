package io.audiostream.transcriber.audio;

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

    /** Forgets the stream. */
    void reset();
}
