package io.audiostream.transcriber.audio;

import java.util.Arrays;

/**
 * Takes for speech what stands out from the background: a frame whose bands are, on average, well above the quietest
 * that each of them was in the last seconds (minimum statistics, after R. Martin, "Noise power spectral density
 * estimation based on optimal smoothing and minimum statistics", 2001). Speech leaves every band now and then, also
 * when it makes no pause; noise and hum do not, however loud, and are background once they have lasted for
 * {@value #MEMORY_FRAMES} frames. Before a stream it was quiet, so that speech without a pause before it is heard too.
 *
 * <p>It does not know speech from music or from a door that slams.
 */
public final class EnergySpeechDetector implements SpeechDetector {

    /** Mean square, in dB of full scale, below which nothing is speech. */
    private static final double SILENCE_DB = -66;

    /** The least that a band's background is taken to be, dB of full scale: well above the dither of 16-bit audio. */
    private static final double LEAST_BACKGROUND = Math.pow(10, -85 / 10.0);

    /** A band's background before the stream, dB of full scale, and for how many frames that is remembered: 0.3 s. */
    private static final double BACKGROUND_BEFORE = Math.pow(10, -60 / 10.0);

    private static final int REMEMBERED_BEFORE = 10;

    /** How far a frame stands out, in dB and on average over the bands, where its probability is 0.5. */
    private static final double MARGIN_DB = 5;

    /** No band counts for more than this, or a pure tone would do for speech. */
    private static final double MAX_BAND_DB = 20;

    private static final double SLOPE_DB = 1;

    /** Weight of the newest frame in the powers whose minimum is sought; the minimum of single frames is too low. */
    private static final double SMOOTHING = 0.4;

    /** Four seconds. */
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
            double background = LEAST_BACKGROUND + quietest(band);
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
        // Once all of the memory is in use it stays so; counting on would overflow in a stream of two years.
        frames = frames + 1 < 2 * MEMORY_FRAMES ? frames + 1 : MEMORY_FRAMES;
    }

    private double quietest(int band) {
        double quietest = frames <= REMEMBERED_BEFORE ? BACKGROUND_BEFORE : Double.MAX_VALUE;
        for (int i = 0; i < Math.min(frames, MEMORY_FRAMES); i++) {
            quietest = Math.min(quietest, memory[i][band]);
        }
        return quietest;
    }

    private static double decibels(double power) {
        return 10 * Math.log10(power + 1e-12);
    }
}
