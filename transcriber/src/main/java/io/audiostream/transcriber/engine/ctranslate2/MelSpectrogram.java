package io.audiostream.transcriber.engine.ctranslate2;

import java.util.Arrays;

/**
 * Computes the input of Whisper's encoder: the logarithm of the energy in mel bands, with a frame every 10 ms, as
 * {@code log_mel_spectrogram} of OpenAI's reference does. Not thread-safe: it reuses its buffers.
 */
final class MelSpectrogram {

    /** Samples between the starts of two frames: 10 ms. */
    static final int HOP = 160;

    private static final int HALF_FRAME = FrameFft.SIZE / 2;

    /** Minimum energy. Lower energies are raised to it. */
    private static final float MIN_ENERGY = 1e-10f;

    /** log10 of the minimum energy. */
    private static final float MIN_LOG_ENERGY = -10;

    /** Dynamic range, in powers of ten. Values further below the maximum are raised to it. */
    private static final float RANGE = 8;

    private final MelFilters filters;
    private final FrameFft fft = new FrameFft();
    private final float[] window = new float[FrameFft.SIZE];
    private final float[] values = new float[FrameFft.SIZE * FrameFft.BATCH];
    private final float[] powers = new float[FrameFft.BINS * FrameFft.BATCH];
    private final float[] sums = new float[FrameFft.BATCH];

    MelSpectrogram(int bands) {
        filters = new MelFilters(bands);
        for (int n = 0; n < window.length; n++) {
            window[n] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * n / window.length)); // periodic Hann window
        }
    }

    int bands() {
        return filters.bands();
    }

    /**
     * Computes the spectrogram of the audio, padded with silence.
     *
     * @param samples at most {@code frames * HOP} samples at 16 kHz, -1 to 1
     * @param frames number of columns of the result
     * @return bands x frames: band {@code b} of frame {@code f} is at {@code b * frames + f}; roughly -1.5 to 1.5
     * @throws IllegalArgumentException when the samples do not fit
     */
    float[] compute(float[] samples, int frames) {
        if (samples.length > frames * HOP) {
            throw new IllegalArgumentException(
                    "%d frames hold at most %d samples, not %d".formatted(frames, frames * HOP, samples.length));
        }
        float[] mel = new float[bands() * frames];
        Arrays.fill(mel, MIN_LOG_ENERGY);
        int audioFrames = Math.min(frames, Math.ceilDiv(samples.length + HALF_FRAME, HOP));
        float max = MIN_LOG_ENERGY;
        for (int first = 0; first < audioFrames; first += FrameFft.BATCH) {
            int count = Math.min(FrameFft.BATCH, audioFrames - first);
            interleave(samples, frames, first, count);
            fft.powers(values, powers);
            for (int band = 0; band < bands(); band++) {
                filters.apply(band, powers, sums);
                for (int b = 0; b < count; b++) {
                    float value = (float) Math.log10(Math.max(sums[b], MIN_ENERGY));
                    max = Math.max(max, value);
                    mel[band * frames + first + b] = value;
                }
            }
        }
        for (int i = 0; i < mel.length; i++) {
            mel[i] = (Math.max(mel[i], max - RANGE) + 4) / 4;
        }
        return mel;
    }

    /** Interleaves a batch of windowed frames. A frame is centered on its time. */
    private void interleave(float[] samples, int frames, int first, int count) {
        int end = frames * HOP;
        for (int b = 0; b < count; b++) {
            int start = (first + b) * HOP - HALF_FRAME;
            boolean within = start >= 0 && start + FrameFft.SIZE <= samples.length;
            for (int n = 0; n < FrameFft.SIZE; n++) {
                float sample = within ? samples[start + n] : reflected(samples, start + n, end);
                values[n * FrameFft.BATCH + b] = sample * window[n];
            }
        }
    }

    /** Returns the sample at an index beyond the ends, where the padded audio is reflected. */
    private static float reflected(float[] samples, int index, int end) {
        int at = index < 0 ? -index : index >= end ? 2 * end - 2 - index : index;
        return at < samples.length ? samples[at] : 0;
    }
}
