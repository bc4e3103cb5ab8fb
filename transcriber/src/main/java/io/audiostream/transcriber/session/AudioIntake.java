package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioDecoder;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.AudioObserver;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Queues the chunks of a stream and decodes them slice by slice, so that a chunk of any size needs no more memory than
 * its own bytes. Not thread-safe.
 */
final class AudioIntake {

    private static final int MAX_SLICE_BYTES = 64 << 10;

    private final AudioDecoder decoder;
    private final ChunkLedger ledger = new ChunkLedger();
    private final Queue<Chunk> chunks = new ArrayDeque<>();
    private boolean ended;

    private record Chunk(int number, ByteBuffer bytes, Runnable onConsumed) {}

    /** @param observer receives what is dropped and corrected */
    AudioIntake(AudioFormat format, AudioObserver observer) {
        decoder = AudioDecoder.of(format, observer);
    }

    void add(int number, ByteBuffer bytes, Runnable onConsumed) {
        chunks.add(new Chunk(number, bytes.slice(), onConsumed));
    }

    /** Marks the end of the audio: no chunk follows. */
    void end() {
        ended = true;
    }

    /** Returns whether the audio has ended and every chunk was consumed. */
    boolean exhausted() {
        return ended && chunks.isEmpty();
    }

    /**
     * A decoded part of a chunk.
     *
     * @param samples may be empty
     * @param onProcessed run by the session after it has processed the samples
     */
    record Slice(float[] samples, Runnable onProcessed) {}

    /**
     * Decodes the next slice. Returns null when no chunk is queued.
     *
     * @param received number of samples before the slice
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
        int length = Math.min(MAX_SLICE_BYTES, bytes.remaining());
        ByteBuffer slice = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        float[] samples = decoder.decode(slice);
        if (bytes.hasRemaining()) {
            return new Slice(samples, () -> {});
        }
        chunks.remove();
        return new Slice(samples, chunk.onConsumed());
    }

    /** Returns the samples that the decoder still held back. */
    float[] finish() throws AudioException {
        return decoder.finish();
    }

    /** Drops the chunk positions that no resume point needs any more. */
    void forgetBefore(long position, long received) {
        var _ = chunkAt(position, received);
    }

    /** Returns the number of the first chunk that holds a sample at or after a position. */
    int chunkAt(long position, long received) {
        // The client has to send again a chunk that is partly consumed, half a sample, and a header without samples.
        Chunk next = chunks.peek();
        boolean partlyConsumed = next != null && next.bytes().position() > 0 || !decoder.betweenSamples();
        return ledger.chunkAt(position, partlyConsumed || received == 0 ? Long.MAX_VALUE : received);
    }
}
