package io.audiostream.transcriber.audio;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Converts one stream to 16 kHz, band-limited. A polyphase filter has the taps of a sinc under a Kaiser window (J. O.
 * Smith, "Digital Audio Resampling Home Page", CCRMA). The output is as long as the input, and does not depend on how
 * the input is split. Not thread-safe.
 */
final class Resampler {

    static final int OUTPUT_RATE_HERTZ = 16_000;

    /** Zero crossings of the sinc on each side. More make the filter steeper. */
    private static final int ZERO_CROSSINGS = 40;

    /** End of the pass band, as a fraction of the lower of the two Nyquist frequencies. */
    private static final double ROLL_OFF = 0.95;

    /** Shape of the Kaiser window: about 80 dB of stop-band attenuation. */
    private static final double KAISER_BETA = 8;

    /**
     * Maximum number of filter phases that are kept. All usual rates need fewer. For other rates a position takes the
     * nearest phase, with an error of -60 dB.
     */
    private static final int MAX_PHASES = 1_024;

    private final int up;
    private final int down;
    private final double cutoff;
    private final int reach;
    private final float[] @Nullable [] phases;

    private float[] history = {};
    private long historyStart;
    private long received;
    private long produced;

    /** @param inputRateHertz at least 1 */
    Resampler(int inputRateHertz) {
        int divisor = BigInteger.valueOf(inputRateHertz)
                .gcd(BigInteger.valueOf(OUTPUT_RATE_HERTZ))
                .intValue();
        up = OUTPUT_RATE_HERTZ / divisor;
        down = inputRateHertz / divisor;
        cutoff = ROLL_OFF * Math.min(1, up / (double) down);
        reach = (int) Math.ceil(ZERO_CROSSINGS / cutoff);
        phases = new float[Math.min(up, MAX_PHASES)][];
    }

    /** Returns the output that {@code input} completes. The filter needs later input for the rest. */
    float[] resample(float[] input) {
        if (up == down) {
            return input;
        }
        append(input);
        received += input.length;
        // Output k is at the input's position k * down / up, and needs `reach` samples after it.
        long ready = received <= reach ? 0 : ((received - reach) * up - 1) / down + 1;
        return produce(ready);
    }

    /** Ends the stream, with silence after it. Returns the rest of the output. */
    float[] finish() {
        if (up == down) {
            return new float[0];
        }
        append(new float[reach + 1]);
        return produce((received * up + down - 1) / down);
    }

    private float[] produce(long until) {
        float[] output = new float[(int) Math.max(0, until - produced)];
        for (int i = 0; i < output.length; i++) {
            long position = (produced + i) * down;
            output[i] = filter(position / up, (int) (position % up * phases.length / up));
        }
        produced += output.length;
        dropBefore(produced * down / up - reach);
        return output;
    }

    private float filter(long center, int phase) {
        float[] taps = taps(phase);
        int from = (int) (center - reach + 1 - historyStart);
        float sum = 0;
        for (int i = 0; i < taps.length; i++) {
            int at = from + i;
            if (at >= 0 && at < history.length) {
                sum += taps[i] * history[at];
            }
        }
        return sum;
    }

    private float[] taps(int phase) {
        float[] known = phases[phase];
        if (known != null) {
            return known;
        }
        double fraction = phase / (double) phases.length;
        double[] taps = new double[2 * reach];
        for (int i = 0; i < taps.length; i++) {
            double distance = i - reach + 1 - fraction;
            taps[i] = sinc(cutoff * distance) * kaiser(distance / reach);
        }
        double sum = Arrays.stream(taps).sum();
        float[] normalised = new float[taps.length];
        for (int i = 0; i < taps.length; i++) {
            normalised[i] = (float) (taps[i] / sum);
        }
        phases[phase] = normalised;
        return normalised;
    }

    private void append(float[] input) {
        int length = history.length;
        history = Arrays.copyOf(history, length + input.length);
        System.arraycopy(input, 0, history, length, input.length);
    }

    private void dropBefore(long position) {
        int dropped = (int) Math.clamp(position - historyStart, 0, history.length);
        history = Arrays.copyOfRange(history, dropped, history.length);
        historyStart += dropped;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double kaiser(double x) {
        return Math.abs(x) >= 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - x * x)) / besselI0(KAISER_BETA);
    }

    /** Modified Bessel function of the first kind, order zero, by its power series. */
    private static double besselI0(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-12; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
