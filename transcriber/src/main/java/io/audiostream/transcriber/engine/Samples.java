package io.audiostream.transcriber.engine;

import java.util.Arrays;

/** Checks audio before it reaches an engine. */
public final class Samples {

    private Samples() {}

    /**
     * Returns the samples, with silence appended up to {@code minLength} samples.
     *
     * @throws IllegalArgumentException when the window is empty, longer than {@link SpeechEngine#MAX_WINDOW_SAMPLES} or
     *     holds a NaN or an infinity
     */
    public static float[] checkedAndPadded(float[] samples, int minLength) {
        if (samples.length == 0 || samples.length > SpeechEngine.MAX_WINDOW_SAMPLES) {
            throw new IllegalArgumentException(
                    "a window has 1 to " + SpeechEngine.MAX_WINDOW_SAMPLES + " samples, not " + samples.length);
        }
        for (int i = 0; i < samples.length; i++) {
            if (!Float.isFinite(samples[i])) {
                throw new IllegalArgumentException("sample " + i + " is " + samples[i] + ", not a finite number");
            }
        }
        return samples.length >= minLength ? samples : Arrays.copyOf(samples, minLength);
    }
}
