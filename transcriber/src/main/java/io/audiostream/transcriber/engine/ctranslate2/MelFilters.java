package io.audiostream.transcriber.engine.ctranslate2;

import io.audiostream.transcriber.engine.SpeechEngine;
import java.util.Arrays;

/**
 * Triangular filters from frequencies to mel bands, from 0 Hz to half the sample rate. They equal the default of
 * {@code librosa.filters.mel} of the librosa library: Slaney's scale, and each filter of the same area. Weights of zero
 * are not stored. Immutable.
 */
final class MelFilters {

    /** Slaney's scale is linear, with this many Hz for each mel, up to the knee, and logarithmic above. */
    private static final double HERTZ_PER_MEL = 200.0 / 3;

    private static final double KNEE_HERTZ = 1_000;
    private static final double KNEE_MELS = KNEE_HERTZ / HERTZ_PER_MEL;
    private static final double LOG_STEP = Math.log(6.4) / 27;

    private final int[] firstBin;
    private final float[][] weights;

    MelFilters(int bands) {
        firstBin = new int[bands];
        weights = new float[bands][];
        double top = mel(SpeechEngine.SAMPLE_RATE_HERTZ / 2.0);
        for (int band = 0; band < bands; band++) {
            double low = hertz(top * band / (bands + 1));
            double middle = hertz(top * (band + 1) / (bands + 1));
            double high = hertz(top * (band + 2) / (bands + 1));
            int first = 0;
            int end = 0;
            float[] all = new float[FrameFft.BINS];
            for (int bin = 0; bin < FrameFft.BINS; bin++) {
                double frequency = bin * (double) SpeechEngine.SAMPLE_RATE_HERTZ / FrameFft.SIZE;
                double weight = Math.min((frequency - low) / (middle - low), (high - frequency) / (high - middle))
                        * 2
                        / (high - low);
                if (weight > 0) {
                    all[bin] = (float) weight;
                    first = end == 0 ? bin : first;
                    end = bin + 1;
                }
            }
            firstBin[band] = first;
            weights[band] = Arrays.copyOfRange(all, first, Math.max(first, end));
        }
    }

    int bands() {
        return weights.length;
    }

    /** Returns the weight of a frequency in a band. */
    float weight(int band, int bin) {
        int at = bin - firstBin[band];
        return at >= 0 && at < weights[band].length ? weights[band][at] : 0;
    }

    /**
     * Computes one band of every frame of a batch.
     *
     * @param powers output of {@link FrameFft#powers}
     * @param sums output, one value for each frame
     */
    void apply(int band, float[] powers, float[] sums) {
        Arrays.fill(sums, 0);
        for (int i = 0; i < weights[band].length; i++) {
            float weight = weights[band][i];
            int from = (firstBin[band] + i) * FrameFft.BATCH;
            for (int b = 0; b < FrameFft.BATCH; b++) {
                sums[b] += weight * powers[from + b];
            }
        }
    }

    private static double mel(double hertz) {
        return hertz < KNEE_HERTZ ? hertz / HERTZ_PER_MEL : KNEE_MELS + Math.log(hertz / KNEE_HERTZ) / LOG_STEP;
    }

    private static double hertz(double mel) {
        return mel < KNEE_MELS ? mel * HERTZ_PER_MEL : KNEE_HERTZ * Math.exp(LOG_STEP * (mel - KNEE_MELS));
    }
}
