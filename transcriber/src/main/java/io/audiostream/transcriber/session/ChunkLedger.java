package io.audiostream.transcriber.session;

import java.util.ArrayDeque;
import java.util.Deque;

/** Knows which chunk brought which part of the stream, so that a client can be told what to send again. One thread. */
final class ChunkLedger {

    private record Entry(int chunk, long firstSample) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private int next;

    /** A chunk begins within a sample: nobody can resume from there. */
    void skip(int chunk) {
        next = chunk + 1;
    }

    /** A chunk begins at a position of the stream. Chunks come in order. */
    void record(int chunk, long firstSample) {
        Entry last = entries.peekLast();
        if (last == null || last.firstSample() < firstSample) {
            entries.add(new Entry(chunk, firstSample));
        } else if (firstSample > 0) {
            // The chunk before brought no sample: whoever resumes does not need it, unless it is the stream's header.
            entries.removeLast();
            entries.add(new Entry(chunk, firstSample));
        }
        next = chunk + 1;
    }

    /**
     * The first chunk that holds a sample at or after a position, or the one after the last when none does. Positions
     * may only grow from call to call.
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
