package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.SpeechDetector.FRAME_SAMPLES;

/**
 * Power of a frame in {@value #BANDS} bands, equally wide on the mel scale (O'Shaughnessy's formula), over the range
 * that carries speech. Hum and rumble lie below it.
 */
final class BandPowers {

    static final int BANDS = 15;

    private static final double LOWEST_HERTZ = 150;
    private static final double HIGHEST_HERTZ = 5_500;
    private static final double BIN_HERTZ = 16_000.0 / FRAME_SAMPLES;
    private static final int FFT_BITS = Integer.numberOfTrailingZeros(FRAME_SAMPLES);
    private static final int[] EDGES = edges();
    private static final double[] WINDOW = new double[FRAME_SAMPLES];
    private static final double[] COSINES = new double[FRAME_SAMPLES];
    private static final double[] SINES = new double[FRAME_SAMPLES];

    /** Brings the power of a sine of full scale under the Hann window to one half. */
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
     * @return the mean square of the samples, parted among the bands from low to high
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

    /** Radix-2 FFT in place, of input in bit-reversed order (Cooley and Tukey). */
    private static void transform(double[] real, double[] imaginary) {
        for (int half = 1; half < FRAME_SAMPLES; half *= 2) {
            int step = FRAME_SAMPLES / (2 * half);
            for (int start = 0; start < FRAME_SAMPLES; start += 2 * half) {
                for (int k = 0; k < half; k++) {
                    int even = start + k;
                    int odd = even + half;
                    double cosine = COSINES[k * step];
                    double sine = SINES[k * step];
                    double turnedReal = real[odd] * cosine - imaginary[odd] * sine;
                    double turnedImaginary = real[odd] * sine + imaginary[odd] * cosine;
                    real[odd] = real[even] - turnedReal;
                    imaginary[odd] = imaginary[even] - turnedImaginary;
                    real[even] += turnedReal;
                    imaginary[even] += turnedImaginary;
                }
            }
        }
    }

    private static int[] edges() {
        int[] edges = new int[BANDS + 1];
        double lowest = mel(LOWEST_HERTZ);
        double width = (mel(HIGHEST_HERTZ) - lowest) / BANDS;
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
