package io.audiostream.transcriber.audio;

import java.util.Arrays;

/**
 * Detects speech by its energy above the background. A frame is speech if its bands are, on average, well above their
 * background, which is each band's minimum over the last seconds (minimum statistics, after R. Martin, "Noise power
 * spectral density estimation based on optimal smoothing and minimum statistics", 2001).
 *
 * <p>Speech leaves every band from time to time, even without a pause. Noise and hum do not, however loud, so they
 * become background after {@value #MEMORY_FRAMES} frames. The background before a stream is taken to be quiet, so that
 * speech in the first frame is detected.
 *
 * <p>This detector does not distinguish speech from music or from a slamming door.
 */
public final class EnergySpeechDetector implements SpeechDetector {

    /** Mean square, in dB of full scale, below which no frame is speech. */
    private static final double SILENCE_DB = -72;

    /** Minimum power of a band's background: -96 dB of full scale, above the dither of 16-bit audio, -106 dB a band. */
    private static final double MIN_BACKGROUND = Math.pow(10, -96 / 10.0);

    /** Power of a band's background before the stream: -60 dB of full scale. */
    private static final double INITIAL_BACKGROUND = Math.pow(10, -60 / 10.0);

    /** Frames for which the initial background counts: 0.3 s. */
    private static final int INITIAL_FRAMES = 10;

    /** Mean of the bands above their background, in dB, at which the probability of speech is 0.5. */
    private static final double MARGIN_DB = 5;

    /** Maximum of one band in that mean, in dB: otherwise a pure tone would count as speech. */
    private static final double MAX_BAND_DB = 20;

    /** Width of the logistic function from dB to probability. */
    private static final double SLOPE_DB = 1;

    /** Weight of the newest frame in the smoothed powers. The minimum of unsmoothed frames is too low. */
    private static final double SMOOTHING = 0.4;

    /** Frames over which the minimum is taken: 4 s. */
    private static final int MEMORY_FRAMES = 125;

    private final double[][] memory = new double[MEMORY_FRAMES][BandPowers.BANDS];
    private double[] smoothed = new double[BandPowers.BANDS];
    private int frames;

    @Override
    public float probability(float[] frame) {
        double[] powers = BandPowers.of(frame);
        remember(powers);
        if (decibels(Arrays.stream(powers).sum()) < SILENCE_DB) {
            return 0;
        }
        double above = 0;
        for (int band = 0; band < BandPowers.BANDS; band++) {
            double background = MIN_BACKGROUND + minimum(band);
            above += Math.clamp(decibels(powers[band] / background), 0, MAX_BAND_DB) / BandPowers.BANDS;
        }
        return (float) (1 / (1 + Math.exp((MARGIN_DB - above) / SLOPE_DB)));
    }

    @Override
    public void reset() {
        frames = 0;
    }

    private void remember(double[] powers) {
        if (frames == 0) {
            smoothed = powers.clone();
        }
        for (int band = 0; band < BandPowers.BANDS; band++) {
            smoothed[band] += SMOOTHING * (powers[band] - smoothed[band]);
            memory[frames % MEMORY_FRAMES][band] = smoothed[band];
        }
        // The count stays bounded once all of the memory is in use: otherwise it would overflow after two years.
        frames = frames + 1 < 2 * MEMORY_FRAMES ? frames + 1 : MEMORY_FRAMES;
    }

    private double minimum(int band) {
        double minimum = frames <= INITIAL_FRAMES ? INITIAL_BACKGROUND : Double.MAX_VALUE;
        for (int i = 0; i < Math.min(frames, MEMORY_FRAMES); i++) {
            minimum = Math.min(minimum, memory[i][band]);
        }
        return minimum;
    }

    private static double decibels(double power) {
        return 10 * Math.log10(power + 1e-12);
    }
}
