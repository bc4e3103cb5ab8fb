package io.audiostream.client;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioMetadata;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Keeps the chunks of a stream until their text is final. Positions count bytes from the first byte of the stream. Not
 * thread-safe.
 */
final class ResumeBuffer {

    /** Memory of a chunk besides its audio, so that empty chunks count too. */
    private static final int CHUNK_OVERHEAD_BYTES = 64;

    /**
     * A chunk of the stream.
     *
     * @param index number in the stream
     * @param start position of its first byte
     * @param metadata metadata that holds from this chunk on; empty if it stays
     */
    record Chunk(int index, long start, ByteString audio, boolean flush, Optional<AudioMetadata> metadata) {

        long end() {
            return start + audio.size();
        }

        private long cost() {
            return audio.size() + (long) CHUNK_OVERHEAD_BYTES;
        }

        private Chunk from(long position) {
            return new Chunk(index, position, audio.substring((int) (position - start)), flush, metadata);
        }
    }

    private final Deque<Chunk> sent = new ArrayDeque<>();
    private final Deque<Chunk> unsent = new ArrayDeque<>();
    private long cost;
    private int nextIndex;
    private long end;
    private long committed;
    /** Audio before this position is no longer kept. */
    private long keptFrom;
    /** The last metadata of the chunks that are no longer kept. */
    private Optional<AudioMetadata> metadata = Optional.empty();

    /** Returns whether a chunk was ever appended. */
    boolean isUsed() {
        return nextIndex > 0;
    }

    void append(ByteString audio, boolean flush, Optional<AudioMetadata> change) {
        var chunk = new Chunk(nextIndex++, end, audio, flush, change);
        end = chunk.end();
        cost += chunk.cost();
        unsent.add(chunk);
    }

    boolean hasUnsent() {
        return !unsent.isEmpty();
    }

    /** Returns whether all audio is final. */
    boolean isCommitted() {
        return sent.isEmpty() && unsent.isEmpty();
    }

    /** Takes the next chunk to send. */
    Chunk next() {
        Chunk chunk = unsent.remove();
        sent.add(chunk);
        return chunk;
    }

    /** Returns whether a chunk of this size exceeds the bound. */
    boolean exceeds(long maxBytes, int size) {
        return cost + size + CHUNK_OVERHEAD_BYTES > maxBytes;
    }

    /** Drops the oldest chunks that were sent, down to the bound. If they are needed again, {@link #rewind} fails. */
    void shrink(long maxBytes) {
        while (cost > maxBytes && !sent.isEmpty()) {
            keptFrom = remove().end();
        }
    }

    long committed() {
        return committed;
    }

    /** Returns the last metadata of the chunks that are no longer kept; empty if none had metadata. */
    Optional<AudioMetadata> metadata() {
        return metadata;
    }

    /** Forgets the chunks whose audio is final. Returns whether there was more of it than before. */
    boolean commit(long position) {
        // The service has not seen what was not sent.
        long sentEnd = unsent.isEmpty() ? end : unsent.getFirst().start();
        long bounded = Math.min(position, sentEnd);
        boolean more = bounded > committed;
        committed = Math.max(committed, bounded);
        // Also chunks without audio that were sent after it was final.
        while (!sent.isEmpty() && sent.getFirst().end() <= committed) {
            remove();
        }
        return more;
    }

    /** Returns the position at which a chunk begins; of a later chunk the end of what was sent. */
    long startOf(int chunkIndex) {
        Optional<Chunk> found =
                sent.stream().filter(chunk -> chunk.index() == chunkIndex).findFirst();
        if (found.isPresent()) {
            return found.get().start();
        }
        boolean later = !sent.isEmpty() && chunkIndex > sent.getLast().index();
        return later ? sent.getLast().end() : 0;
    }

    /**
     * Prepares to send again from the first byte that is not final.
     *
     * @return false if that byte is no longer kept
     */
    boolean rewind() {
        while (!sent.isEmpty()) {
            unsent.addFirst(sent.removeLast());
        }
        if (keptFrom > committed) {
            return false;
        }
        Chunk first = unsent.peekFirst();
        if (first != null && first.start() < committed) {
            unsent.removeFirst();
            Chunk rest = first.from(committed);
            cost -= first.cost() - rest.cost();
            unsent.addFirst(rest);
        }
        return true;
    }

    private Chunk remove() {
        Chunk chunk = sent.remove();
        cost -= chunk.cost();
        metadata = chunk.metadata().or(() -> metadata);
        return chunk;
    }
}
