package io.audiostream.transcriber.engine.ctranslate2;

/**
 * Fourier transform of {@value #BATCH} frames of {@value #SIZE} real values at once. The frames lie side by side, value
 * by value, so that every inner loop runs over neighbours and is vectorised. A real transform is a complex one of half
 * the size, computed by Stockham's algorithm with the factors 5, 5, 2, 2, 2. Not thread-safe: it keeps its buffers.
 */
final class FrameFft {

    /** Values of a frame. */
    static final int SIZE = 400;

    /** Frames that are transformed together. */
    static final int BATCH = 16;

    /** Frequencies that a frame has. */
    static final int BINS = SIZE / 2 + 1;

    private static final int HALF = SIZE / 2;
    private static final int[] FACTORS = {5, 5, 2, 2, 2};

    private final Stage[] stages = new Stage[FACTORS.length];
    private final float[] unpackRe = new float[BINS];
    private final float[] unpackIm = new float[BINS];
    private float[] re = new float[HALF * BATCH];
    private float[] im = new float[HALF * BATCH];
    private float[] nextRe = new float[HALF * BATCH];
    private float[] nextIm = new float[HALF * BATCH];

    FrameFft() {
        int length = HALF;
        for (int i = 0; i < FACTORS.length; i++) {
            stages[i] = new Stage(length, FACTORS[i]);
            length /= FACTORS[i];
        }
        for (int k = 0; k < BINS; k++) {
            unpackRe[k] = (float) Math.cos(-2 * Math.PI * k / SIZE);
            unpackIm[k] = (float) Math.sin(-2 * Math.PI * k / SIZE);
        }
    }

    /**
     * Squared magnitudes of the frames' frequencies.
     *
     * @param values value {@code n} of frame {@code b} at {@code n * BATCH + b}
     * @param powers gets frequency {@code k} of frame {@code b} at {@code k * BATCH + b}
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
            stride *= stage.factor;
        }
        for (int k = 0; k < BINS; k++) {
            unpack(k, k % HALF * BATCH, (HALF - k) % HALF * BATCH, powers);
        }
    }

    /** The transform of the real values, out of that of neighbours taken as real and imaginary part. */
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

    /** One factor of the transform. */
    private static final class Stage {

        final int factor;
        private final int groups;
        private final float[] cos;
        private final float[] sin;

        Stage(int length, int factor) {
            this.factor = factor;
            groups = length / factor;
            cos = new float[groups * factor * factor];
            sin = new float[groups * factor * factor];
            for (int p = 0; p < groups; p++) {
                for (int k = 0; k < factor; k++) {
                    for (int j = 0; j < factor; j++) {
                        double angle = -2 * Math.PI * (j * k / (double) factor + p * k / (double) length);
                        cos[(p * factor + k) * factor + j] = (float) Math.cos(angle);
                        sin[(p * factor + k) * factor + j] = (float) Math.sin(angle);
                    }
                }
            }
        }

        void run(int stride, float[] fromRe, float[] fromIm, float[] toRe, float[] toIm) {
            for (int p = 0; p < groups; p++) {
                for (int k = 0; k < factor; k++) {
                    int to = stride * (factor * p + k);
                    for (int j = 0; j < factor; j++) {
                        int at = (p * factor + k) * factor + j;
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
