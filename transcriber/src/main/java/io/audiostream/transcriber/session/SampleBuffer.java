package io.audiostream.transcriber.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The part of a stream's samples that may still be decoded, addressed by position in the stream. Thread-safe: a decode
 * worker reads while the session writes.
 */
final class SampleBuffer {

    private static final int INITIAL_CAPACITY = 1 << 14;

    private float[] samples = new float[INITIAL_CAPACITY];
    private long start;
    private int length;

    synchronized void append(float[] more) {
        if (length + more.length > samples.length) {
            samples = Arrays.copyOf(samples, Math.max(samples.length * 2, length + more.length));
        }
        System.arraycopy(more, 0, samples, length, more.length);
        length += more.length;
    }

    /** Position after the last sample. */
    synchronized long end() {
        return start + length;
    }

    /**
     * A copy of the samples from one position up to another.
     *
     * @throws IndexOutOfBoundsException when some of them are not there (any more)
     */
    synchronized float[] slice(long from, long to) {
        if (from < start || to > end() || from > to) {
            throw new IndexOutOfBoundsException(
                    "samples %d to %d of a buffer that holds %d to %d".formatted(from, to, start, end()));
        }
        return Arrays.copyOfRange(samples, (int) (from - start), (int) (to - start));
    }

    /** Like {@link #slice}, but null when the beginning is forgotten already. */
    synchronized float @Nullable [] sliceIfThere(long from, long to) {
        return from < start ? null : slice(from, to);
    }

    /** Forgets the samples before a position. */
    synchronized void discardBefore(long position) {
        int gone = (int) Math.clamp(position - start, 0, length);
        System.arraycopy(samples, gone, samples, 0, length - gone);
        start += gone;
        length -= gone;
        if (samples.length > INITIAL_CAPACITY && length < samples.length / 4) {
            samples = Arrays.copyOf(samples, Math.max(INITIAL_CAPACITY, length * 2));
        }
    }
}
