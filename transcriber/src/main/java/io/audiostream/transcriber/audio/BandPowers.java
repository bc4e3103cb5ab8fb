package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.SpeechDetector.FRAME_SAMPLES;

/**
 * Computes the power of a frame in {@value #BANDS} bands from 150 Hz to 5.5 kHz, the range of speech. The bands are
 * equally wide on the mel scale (O'Shaughnessy's formula). Hum and rumble lie below the range.
 */
final class BandPowers {

    static final int BANDS = 15;

    private static final double MIN_HERTZ = 150;
    private static final double MAX_HERTZ = 5_500;
    private static final double BIN_HERTZ = 16_000.0 / FRAME_SAMPLES;
    private static final int FFT_BITS = Integer.numberOfTrailingZeros(FRAME_SAMPLES);
    private static final int[] EDGES = edges();
    private static final double[] WINDOW = new double[FRAME_SAMPLES];
    private static final double[] COSINES = new double[FRAME_SAMPLES];
    private static final double[] SINES = new double[FRAME_SAMPLES];

    /** Scales the power of a full-scale sine under the Hann window to one half. */
    private static final double SCALE = 2 / (0.375 * FRAME_SAMPLES * FRAME_SAMPLES);

    static {
        for (int i = 0; i < FRAME_SAMPLES; i++) {
            WINDOW[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / FRAME_SAMPLES);
            COSINES[i] = Math.cos(2 * Math.PI * i / FRAME_SAMPLES);
            SINES[i] = -Math.sin(2 * Math.PI * i / FRAME_SAMPLES);
        }
    }

    private BandPowers() {}

    /**
     * @param frame {@value SpeechDetector#FRAME_SAMPLES} samples at 16 kHz
     * @return the share of each band in the mean square of the samples, from the lowest band to the highest
     */
    static double[] of(float[] frame) {
        double[] real = new double[FRAME_SAMPLES];
        double[] imaginary = new double[FRAME_SAMPLES];
        for (int i = 0; i < FRAME_SAMPLES; i++) {
            real[Integer.reverse(i) >>> (Integer.SIZE - FFT_BITS)] = frame[i] * WINDOW[i];
        }
        transform(real, imaginary);
        double[] powers = new double[BANDS];
        for (int band = 0; band < BANDS; band++) {
            for (int bin = EDGES[band]; bin < EDGES[band + 1]; bin++) {
                powers[band] += SCALE * (real[bin] * real[bin] + imaginary[bin] * imaginary[bin]);
            }
        }
        return powers;
    }

    /** Computes a radix-2 FFT in place, from input in bit-reversed order (Cooley and Tukey, 1965). */
    private static void transform(double[] real, double[] imaginary) {
        for (int half = 1; half < FRAME_SAMPLES; half *= 2) {
            int step = FRAME_SAMPLES / (2 * half);
            for (int start = 0; start < FRAME_SAMPLES; start += 2 * half) {
                for (int k = 0; k < half; k++) {
                    int even = start + k;
                    int odd = even + half;
                    double cosine = COSINES[k * step];
                    double sine = SINES[k * step];
                    double twiddledReal = real[odd] * cosine - imaginary[odd] * sine;
                    double twiddledImaginary = real[odd] * sine + imaginary[odd] * cosine;
                    real[odd] = real[even] - twiddledReal;
                    imaginary[odd] = imaginary[even] - twiddledImaginary;
                    real[even] += twiddledReal;
                    imaginary[even] += twiddledImaginary;
                }
            }
        }
    }

    private static int[] edges() {
        int[] edges = new int[BANDS + 1];
        double lowest = mel(MIN_HERTZ);
        double width = (mel(MAX_HERTZ) - lowest) / BANDS;
        for (int i = 0; i <= BANDS; i++) {
            edges[i] = (int) Math.round(hertz(lowest + i * width) / BIN_HERTZ);
        }
        return edges;
    }

    private static double mel(double hertz) {
        return 2_595 * Math.log10(1 + hertz / 700);
    }

    private static double hertz(double mel) {
        return 700 * (Math.pow(10, mel / 2_595) - 1);
    }
}
