package io.audiostream.transcriber.engine.ctranslate2;

import java.util.Arrays;

/**
 * What Whisper's encoder looks at: the logarithm of the energy in mel bands, a frame every 10 ms, as
 * {@code log_mel_spectrogram} of OpenAI's reference computes it. Not thread-safe: it keeps its buffers.
 */
final class MelSpectrogram {

    /** Samples from one frame to the next: 10 ms. */
    static final int HOP = 160;

    private static final int REACH = FrameFft.SIZE / 2;

    /** Energies below this are taken for it: log10 of it is the lowest value. */
    private static final float LEAST = 1e-10f;

    private static final float LOWEST = -10;

    /** What is this far (in powers of ten) below the loudest is raised to there. */
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
            window[n] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * n / window.length)); // Hann's, periodic
        }
    }

    int bands() {
        return filters.bands();
    }

    /**
     * The spectrogram of the audio, with silence after it.
     *
     * @param samples at most {@code frames * HOP}
     * @param frames how many columns it is to have
     * @return the bands one after the other, {@code frames} values each
     */
    float[] of(float[] samples, int frames) {
        if (samples.length > frames * HOP) {
            throw new IllegalArgumentException(samples.length + " samples are more than " + frames + " frames");
        }
        float[] mel = new float[bands() * frames];
        Arrays.fill(mel, LOWEST);
        int sounding = Math.min(frames, Math.ceilDiv(samples.length + REACH, HOP));
        float loudest = LOWEST;
        for (int first = 0; first < sounding; first += FrameFft.BATCH) {
            int count = Math.min(FrameFft.BATCH, sounding - first);
            gather(samples, frames, first, count);
            fft.powers(values, powers);
            for (int band = 0; band < bands(); band++) {
                filters.apply(band, powers, sums);
                for (int b = 0; b < count; b++) {
                    float value = (float) Math.log10(Math.max(sums[b], LEAST));
                    loudest = Math.max(loudest, value);
                    mel[band * frames + first + b] = value;
                }
            }
        }
        for (int i = 0; i < mel.length; i++) {
            mel[i] = (Math.max(mel[i], loudest - RANGE) + 4) / 4;
        }
        return mel;
    }

    /** Puts a batch of frames, windowed, side by side. A frame reaches as far before its time as after it. */
    private void gather(float[] samples, int frames, int first, int count) {
        int end = frames * HOP;
        for (int b = 0; b < count; b++) {
            int start = (first + b) * HOP - REACH;
            boolean within = start >= 0 && start + FrameFft.SIZE <= samples.length;
            for (int n = 0; n < FrameFft.SIZE; n++) {
                float sample = within ? samples[start + n] : reflected(samples, start + n, end);
                values[n * FrameFft.BATCH + b] = sample * window[n];
            }
        }
    }

    /** The sample at an index beyond the ends, where the audio is mirrored; after the samples is silence. */
    private static float reflected(float[] samples, int index, int end) {
        int at = index < 0 ? -index : index >= end ? 2 * end - 2 - index : index;
        return at < samples.length ? samples[at] : 0;
    }
}
