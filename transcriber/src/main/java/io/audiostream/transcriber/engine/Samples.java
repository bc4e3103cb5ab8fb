package io.audiostream.transcriber.engine;

import java.util.Arrays;

/** Checks audio before it may cross into an engine. */
public final class Samples {

    private Samples() {}

    /**
     * Returns the samples as they are, or with silence appended up to {@code atLeast} samples.
     *
     * @throws IllegalArgumentException when the window is empty, longer than {@link SpeechEngine#MAX_WINDOW_SAMPLES} or
     *     holds a NaN or an infinity
     */
    public static float[] checkedAndPadded(float[] samples, int atLeast) {
        if (samples.length == 0 || samples.length > SpeechEngine.MAX_WINDOW_SAMPLES) {
            throw new IllegalArgumentException(
                    "a window has 1 to " + SpeechEngine.MAX_WINDOW_SAMPLES + " samples, not " + samples.length);
        }
        for (int i = 0; i < samples.length; i++) {
            if (!Float.isFinite(samples[i])) {
                throw new IllegalArgumentException("sample " + i + " is " + samples[i] + ", not a finite number");
            }
        }
        return samples.length >= atLeast ? samples : Arrays.copyOf(samples, atLeast);
    }
}
