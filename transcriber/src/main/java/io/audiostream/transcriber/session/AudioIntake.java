package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioDecoder;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.AudioFormat;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Audio on its way into a session: what was handed in waits here, and is decoded a slice at a time, so that a message
 * of any size takes no more memory than itself. One thread.
 */
final class AudioIntake {

    private static final int SLICE_BYTES = 64 << 10;

    private final AudioDecoder decoder;
    private final ChunkLedger ledger = new ChunkLedger();
    private final Queue<Chunk> chunks = new ArrayDeque<>();
    private boolean ended;

    private record Chunk(int number, ByteBuffer bytes, Runnable takenIn) {}

    AudioIntake(AudioFormat format) {
        decoder = AudioDecoder.of(format);
    }

    void add(int number, ByteBuffer bytes, Runnable takenIn) {
        chunks.add(new Chunk(number, bytes.slice(), takenIn));
    }

    /** No more comes. */
    void end() {
        ended = true;
    }

    /** Whether all that was handed in has been taken in, and no more comes. */
    boolean exhausted() {
        return ended && chunks.isEmpty();
    }

    /**
     * A part of a chunk.
     *
     * @param samples what it holds; may be none
     * @param then to be run when the samples have been dealt with
     */
    record Slice(float[] samples, Runnable then) {}

    /**
     * The next slice, or null when nothing waits.
     *
     * @param received how many samples came before
     */
    @Nullable
    Slice next(long received) throws AudioException {
        Chunk chunk = chunks.peek();
        if (chunk == null) {
            return null;
        }
        ByteBuffer bytes = chunk.bytes();
        if (bytes.position() == 0) {
            if (decoder.betweenSamples()) {
                ledger.record(chunk.number(), received);
            } else {
                ledger.skip(chunk.number());
            }
        }
        int length = Math.min(SLICE_BYTES, bytes.remaining());
        ByteBuffer slice = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        float[] samples = decoder.decode(slice);
        if (bytes.hasRemaining()) {
            return new Slice(samples, () -> {});
        }
        chunks.remove();
        return new Slice(samples, chunk.takenIn());
    }

    /** The samples that the decoder still held back. */
    float[] finish() throws AudioException {
        return decoder.finish();
    }

    /** Forgets where the chunks before a position began. */
    void forgetBefore(long position, long received) {
        var _ = chunkAt(position, received);
    }

    /** The first chunk that holds a sample at or after a position. */
    int chunkAt(long position, long received) {
        // A chunk that is partly taken in, half a sample, and a header that brought no sample yet, are still to be sent
        // again.
        Chunk next = chunks.peek();
        boolean partly = next != null && next.bytes().position() > 0 || !decoder.betweenSamples();
        return ledger.chunkAt(position, partly || received == 0 ? Long.MAX_VALUE : received);
    }
}
