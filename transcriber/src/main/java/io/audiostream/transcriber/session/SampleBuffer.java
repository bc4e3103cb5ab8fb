package io.audiostream.transcriber.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Holds the part of a stream's samples that may still be decoded, addressed by position in the stream. Thread-safe: a
 * decode worker reads while the session writes.
 */
final class SampleBuffer {

    private static final int INITIAL_CAPACITY = 1 << 14;

    @GuardedBy("this")
    private float[] samples = new float[INITIAL_CAPACITY];

    @GuardedBy("this")
    private long start;

    @GuardedBy("this")
    private int length;

    /** @param leadIn number of silent samples before the stream, at negative positions */
    SampleBuffer(int leadIn) {
        start = -leadIn;
        length = leadIn;
    }

    synchronized void append(float[] more) {
        if (length + more.length > samples.length) {
            samples = Arrays.copyOf(samples, Math.max(samples.length * 2, length + more.length));
        }
        System.arraycopy(more, 0, samples, length, more.length);
        length += more.length;
    }

    /** Returns the position after the last sample. */
    synchronized long end() {
        return start + length;
    }

    /**
     * Returns a copy of the samples from one position up to another.
     *
     * @throws IndexOutOfBoundsException if the buffer does not hold all of them
     */
    synchronized float[] slice(long from, long to) {
        if (from < start || to > end() || from > to) {
            throw new IndexOutOfBoundsException(
                    "samples %d to %d of a buffer that holds %d to %d".formatted(from, to, start, end()));
        }
        return Arrays.copyOfRange(samples, (int) (from - start), (int) (to - start));
    }

    /** Works like {@link #slice}, but returns null if samples at the beginning were discarded already. */
    synchronized float @Nullable [] sliceIfPresent(long from, long to) {
        return from < start ? null : slice(from, to);
    }

    /** Discards the samples before a position. */
    synchronized void discardBefore(long position) {
        int discarded = (int) Math.clamp(position - start, 0, length);
        if (discarded == 0) {
            return;
        }
        System.arraycopy(samples, discarded, samples, 0, length - discarded);
        start += discarded;
        length -= discarded;
        if (samples.length > INITIAL_CAPACITY && length < samples.length / 4) {
            samples = Arrays.copyOf(samples, Math.max(INITIAL_CAPACITY, length * 2));
        }
    }
}
