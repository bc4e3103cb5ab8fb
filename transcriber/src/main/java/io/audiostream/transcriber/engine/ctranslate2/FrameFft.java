package io.audiostream.transcriber.engine.ctranslate2;

/**
 * Computes the Fourier transform of {@value #BATCH} frames of {@value #SIZE} real values at once. The frames are
 * interleaved value by value, so that every inner loop runs over adjacent values and is vectorized. The real transform
 * is computed by a complex one of half the size, with Stockham's autosort algorithm (Cochran et al., "What is the fast
 * Fourier transform?", 1967) and the radices 5, 5, 2, 2, 2. Not thread-safe: it reuses its buffers.
 */
final class FrameFft {

    /** Values of a frame. */
    static final int SIZE = 400;

    /** Number of frames that are transformed together. */
    static final int BATCH = 16;

    /** Number of frequencies of a frame. */
    static final int BINS = SIZE / 2 + 1;

    private static final int HALF = SIZE / 2;
    private static final int[] RADICES = {5, 5, 2, 2, 2};

    private final Stage[] stages = new Stage[RADICES.length];
    private final float[] unpackRe = new float[BINS];
    private final float[] unpackIm = new float[BINS];
    private float[] re = new float[HALF * BATCH];
    private float[] im = new float[HALF * BATCH];
    private float[] nextRe = new float[HALF * BATCH];
    private float[] nextIm = new float[HALF * BATCH];

    FrameFft() {
        int length = HALF;
        for (int i = 0; i < RADICES.length; i++) {
            stages[i] = new Stage(length, RADICES[i]);
            length /= RADICES[i];
        }
        for (int k = 0; k < BINS; k++) {
            unpackRe[k] = (float) Math.cos(-2 * Math.PI * k / SIZE);
            unpackIm[k] = (float) Math.sin(-2 * Math.PI * k / SIZE);
        }
    }

    /**
     * Computes the squared magnitudes of the frames' frequencies.
     *
     * @param values SIZE x BATCH: value {@code n} of frame {@code b} is at {@code n * BATCH + b}
     * @param powers output, BINS x BATCH: frequency {@code k} of frame {@code b} is at {@code k * BATCH + b}
     */
    void powers(float[] values, float[] powers) {
        for (int n = 0; n < HALF; n++) {
            System.arraycopy(values, 2 * n * BATCH, re, n * BATCH, BATCH);
            System.arraycopy(values, (2 * n + 1) * BATCH, im, n * BATCH, BATCH);
        }
        int stride = BATCH;
        for (Stage stage : stages) {
            stage.run(stride, re, im, nextRe, nextIm);
            float[] swapped = re;
            re = nextRe;
            nextRe = swapped;
            swapped = im;
            im = nextIm;
            nextIm = swapped;
            stride *= stage.radix;
        }
        for (int k = 0; k < BINS; k++) {
            unpack(k, k % HALF * BATCH, (HALF - k) % HALF * BATCH, powers);
        }
    }

    /** Computes the transform of the real values from that of pairs, taken as real and imaginary part. */
    private void unpack(int k, int at, int mirror, float[] powers) {
        float cos = unpackRe[k];
        float sin = unpackIm[k];
        for (int b = 0; b < BATCH; b++) {
            float evenRe = 0.5f * (re[at + b] + re[mirror + b]);
            float evenIm = 0.5f * (im[at + b] - im[mirror + b]);
            float oddRe = 0.5f * (im[at + b] + im[mirror + b]);
            float oddIm = 0.5f * (re[mirror + b] - re[at + b]);
            float valueRe = evenRe + oddRe * cos - oddIm * sin;
            float valueIm = evenIm + oddRe * sin + oddIm * cos;
            powers[k * BATCH + b] = valueRe * valueRe + valueIm * valueIm;
        }
    }

    /** One pass of the transform, with one radix. */
    private static final class Stage {

        final int radix;
        private final int groups;
        private final float[] cos;
        private final float[] sin;

        Stage(int length, int radix) {
            this.radix = radix;
            groups = length / radix;
            cos = new float[groups * radix * radix];
            sin = new float[groups * radix * radix];
            for (int p = 0; p < groups; p++) {
                for (int k = 0; k < radix; k++) {
                    for (int j = 0; j < radix; j++) {
                        double angle = -2 * Math.PI * (j * k / (double) radix + p * k / (double) length);
                        cos[(p * radix + k) * radix + j] = (float) Math.cos(angle);
                        sin[(p * radix + k) * radix + j] = (float) Math.sin(angle);
                    }
                }
            }
        }

        void run(int stride, float[] fromRe, float[] fromIm, float[] toRe, float[] toIm) {
            for (int p = 0; p < groups; p++) {
                for (int k = 0; k < radix; k++) {
                    int to = stride * (radix * p + k);
                    for (int j = 0; j < radix; j++) {
                        int at = (p * radix + k) * radix + j;
                        int from = stride * (p + groups * j);
                        if (j == 0) {
                            set(stride, cos[at], sin[at], fromRe, fromIm, from, toRe, toIm, to);
                        } else {
                            add(stride, cos[at], sin[at], fromRe, fromIm, from, toRe, toIm, to);
                        }
                    }
                }
            }
        }

        private static void set(
                int count,
                float c,
                float s,
                float[] fromRe,
                float[] fromIm,
                int from,
                float[] toRe,
                float[] toIm,
                int to) {
            for (int i = 0; i < count; i++) {
                float x = fromRe[from + i];
                float y = fromIm[from + i];
                toRe[to + i] = x * c - y * s;
                toIm[to + i] = x * s + y * c;
            }
        }

        private static void add(
                int count,
                float c,
                float s,
                float[] fromRe,
                float[] fromIm,
                int from,
                float[] toRe,
                float[] toIm,
                int to) {
            for (int i = 0; i < count; i++) {
                float x = fromRe[from + i];
                float y = fromIm[from + i];
                toRe[to + i] += x * c - y * s;
                toIm[to + i] += x * s + y * c;
            }
        }
    }
}
