package io.audiostream.transcriber.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Maps positions of a stream to the numbers of the chunks that brought them, so that the server can name the chunk from
 * which a client has to resume. Positions count samples from the start of the stream. Not thread-safe.
 */
final class ChunkLedger {

    /**
     * Minimum distance of two positions, 5 ms, so that a client of tiny chunks needs little memory. A client that
     * resumes sends at most so much audio again.
     */
    private static final int MIN_STEP_SAMPLES = 80;

    private record Entry(int chunk, long firstSample) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private int next;

    /** Records a chunk that begins inside a sample: no client can resume from it. */
    void skip(int chunk) {
        next = chunk + 1;
    }

    /** Records the position at which a chunk begins. Chunks are recorded in order. */
    void record(int chunk, long firstSample) {
        Entry last = entries.peekLast();
        if (last == null || last.firstSample() + MIN_STEP_SAMPLES <= firstSample) {
            entries.add(new Entry(chunk, firstSample));
        } else if (firstSample > 0 && last.firstSample() == firstSample) {
            // The previous chunk brought no sample: a resuming client needs it only if it is the stream's header.
            entries.removeLast();
            entries.add(new Entry(chunk, firstSample));
        }
        next = chunk + 1;
    }

    /** Returns the positions after another one at which chunks begin, ascending. */
    List<Long> startsAfter(long position) {
        return entries.stream()
                .map(Entry::firstSample)
                .filter(start -> start > position)
                .toList();
    }

    /**
     * Returns the first chunk that holds a sample at or after a position, or the number after the last chunk if none
     * does. Positions must not decrease from call to call.
     *
     * @param received number of samples received so far
     */
    int chunkAt(long position, long received) {
        if (position >= received) {
            entries.clear();
            return next;
        }
        Entry found = null;
        while (!entries.isEmpty() && entries.peekFirst().firstSample() <= position) {
            found = entries.pollFirst();
        }
        if (found != null) {
            entries.addFirst(found);
            return found.chunk();
        }
        return entries.isEmpty() ? next : entries.peekFirst().chunk();
    }
}
