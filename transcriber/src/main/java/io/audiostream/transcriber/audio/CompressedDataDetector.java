package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Detects compressed data by reading it as 16-bit samples. Then it is white noise at full scale whose samples are
 * uniformly distributed, as no microphone records.
 *
 * <p>Audio has to differ in one of three ways, and does so clearly:
 *
 * <ul>
 *   <li>Its samples are not uniform: speech, music, silence and noise of a microphone have far more quiet samples than
 *       loud ones. The measure is the chi-square statistic over {@value #BINS} bins, divided by the number of samples.
 *       It is 0.4 or more for the loudest speech, and below 0.15 for AAC and for Opus in WebM.
 *   <li>It does not reach full scale evenly: quieter samples leave the outermost bins empty, and clipped ones fill
 *       them.
 *   <li>Adjacent samples are correlated, up to {@value #LAGS} samples apart: 0.4 to 1 for loud speech and music, and
 *       for synthetic waves, whose samples may be uniform.
 * </ul>
 *
 * <p>So the test refuses only full-scale noise from a random number generator. As a WAV file it is accepted.
 */
final class CompressedDataDetector {

    private static final int BINS = 32;
    private static final int BIN_SHIFT = 11;
    private static final int LAGS = 4;
    private static final double MAX_DIVERGENCE = 0.25;
    private static final double MAX_CORRELATION = 0.1;

    /** Samples below which the statistics are too uncertain. */
    private static final int MIN_SAMPLES = 256;

    /** Minimum number of samples in each outermost bin, relative to the mean of all bins. */
    private static final double MIN_OUTER = 0.4;

    /** Maximum share of samples with the highest or lowest value, which is 2 in 65,536 by chance. */
    private static final double MAX_CLIPPED = 0.01;

    private CompressedDataDetector() {}

    /** @param bytes 16-bit little-endian samples, from the position to the limit; not changed */
    static boolean isCompressed(ByteBuffer bytes) {
        short[] samples = new short[bytes.remaining() / Short.BYTES];
        bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples.length >= MIN_SAMPLES && uniform(samples) && uncorrelated(samples);
    }

    private static boolean uniform(short[] samples) {
        int[] counts = new int[BINS];
        int clipped = 0;
        for (short sample : samples) {
            counts[(sample - Short.MIN_VALUE) >> BIN_SHIFT]++;
            clipped += sample == Short.MIN_VALUE || sample == Short.MAX_VALUE ? 1 : 0;
        }
        double expected = samples.length / (double) BINS;
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        // Chance alone contributes the degrees of freedom.
        return (chiSquare - (BINS - 1)) / samples.length < MAX_DIVERGENCE
                && Math.min(counts[0], counts[BINS - 1]) > MIN_OUTER * expected
                && clipped < MAX_CLIPPED * samples.length;
    }

    private static boolean uncorrelated(short[] samples) {
        double mean = 0;
        for (short sample : samples) {
            mean += sample / (double) samples.length;
        }
        double power = 0;
        for (short sample : samples) {
            power += (sample - mean) * (sample - mean);
        }
        // By chance a correlation has the standard deviation 1 / sqrt(n).
        double bound = MAX_CORRELATION + 3 / Math.sqrt(samples.length);
        for (int lag = 1; lag <= LAGS; lag++) {
            double sum = 0;
            for (int i = lag; i < samples.length; i++) {
                sum += (samples[i] - mean) * (samples[i - lag] - mean);
            }
            if (Math.abs(sum) > bound * power) {
                return false;
            }
        }
        return true;
    }
}
