package io.audiostream.transcriber.engine.ctranslate2;

import io.audiostream.transcriber.engine.SpeechEngine;
import java.util.Arrays;

/**
 * The triangular filters that gather frequencies into mel bands, as {@code librosa.filters.mel} of the librosa library
 * makes them by default (Slaney's scale, each filter of the same area), from 0 Hz to half the sample rate. Only what is
 * not zero is kept.
 */
final class MelFilters {

    /** Slaney's scale: linear with this many Hz a mel up to the knee, logarithmic above. */
    private static final double HERTZ_A_MEL = 200.0 / 3;

    private static final double KNEE_HERTZ = 1_000;
    private static final double KNEE_MELS = KNEE_HERTZ / HERTZ_A_MEL;
    private static final double LOG_STEP = Math.log(6.4) / 27;

    private final int[] firstBin;
    private final float[][] weights;

    MelFilters(int bands) {
        firstBin = new int[bands];
        weights = new float[bands][];
        double top = mels(SpeechEngine.SAMPLE_RATE_HERTZ / 2.0);
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

    /** Weight of a frequency in a band. */
    float weight(int band, int bin) {
        int at = bin - firstBin[band];
        return at >= 0 && at < weights[band].length ? weights[band][at] : 0;
    }

    /**
     * A band of every frame of a batch.
     *
     * @param powers as {@link FrameFft#powers} gives them
     * @param sums gets a value a frame
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

    private static double mels(double hertz) {
        return hertz < KNEE_HERTZ ? hertz / HERTZ_A_MEL : KNEE_MELS + Math.log(hertz / KNEE_HERTZ) / LOG_STEP;
    }

    private static double hertz(double mels) {
        return mels < KNEE_MELS ? mels * HERTZ_A_MEL : KNEE_HERTZ * Math.exp(LOG_STEP * (mels - KNEE_MELS));
    }
}
