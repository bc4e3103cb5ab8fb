package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioDecoder;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.AudioObserver;
import io.audiostream.transcriber.audio.Interleaving;
import io.audiostream.transcriber.audio.Transcoder;
import io.audiostream.transcriber.engine.SpeechEngine;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Queues the chunks of a stream and decodes them slice by slice, so that a chunk of any size needs no more memory than
 * its own bytes. A slice has at most a second of audio, so that a step of the session is short. Not thread-safe.
 */
final class AudioIntake {

    /** Bytes that are decoded at once. Depending on the format they hold 0.2 s of audio or several seconds. */
    private static final int MAX_DECODED_BYTES = 64_000;

    /** Maximum number of samples of a slice, of all channels together. */
    static final int MAX_SLICE_SAMPLES = SpeechEngine.SAMPLE_RATE_HERTZ;

    private static final float[] NO_SAMPLES = {};
    private static final float[][] NO_CHANNELS = {};

    private final AudioDecoder decoder;
    private final ChunkLedger ledger = new ChunkLedger();
    private final Queue<Chunk> chunks = new ArrayDeque<>();
    private boolean ended;

    private boolean finishing;

    /**
     * Decoded samples, interleaved, of the first chunk if there is one. Those before {@code sliced} were in slices
     * already.
     */
    private float[] decoded = NO_SAMPLES;

    private int sliced;

    private record Chunk(int number, ByteBuffer bytes, Runnable onConsumed) {}

    /**
     * @param observer receives what is dropped and corrected
     * @param transcoders decode compressed audio
     * @param onProgress called on any thread when {@link #next} may return more compressed audio
     */
    AudioIntake(AudioFormat format, AudioObserver observer, Transcoder.Factory transcoders, Runnable onProgress) {
        decoder = AudioDecoder.of(format, observer, transcoders, onProgress);
    }

    void add(int number, ByteBuffer bytes, Runnable onConsumed) {
        chunks.add(new Chunk(number, bytes.slice(), onConsumed));
    }

    /** Marks the end of the audio: no chunk follows. */
    void end() {
        ended = true;
    }

    /** Returns whether {@link #next} may return a slice. */
    boolean hasAudio() {
        return !chunks.isEmpty() || hasSamples() || ended && !finishing;
    }

    /** Returns whether the audio has ended and every sample was in a slice. */
    boolean exhausted() {
        return ended && chunks.isEmpty() && sliced == decoded.length && decoder.finished();
    }

    private boolean hasSamples() {
        return sliced < decoded.length || decoder.hasSamples();
    }

    /**
     * A decoded part of a chunk.
     *
     * @param channels the samples of each channel, together at most {@value #MAX_SLICE_SAMPLES}; may be empty. No
     *     channel while their number is unknown.
     * @param onProcessed run by the session after it has processed the samples
     */
    record Slice(float[][] channels, Runnable onProcessed) {}

    /**
     * Decodes the next slice. Returns null when there is none: no chunk is queued, or compressed audio is still being
     * decoded.
     *
     * @param received number of samples of each channel before the slice
     */
    @Nullable
    Slice next(long received) throws AudioException {
        Chunk chunk = chunks.peek();
        if (sliced == decoded.length && !decodeNext(chunk, received)) {
            return null;
        }
        float[][] samples = slice(decoder.channels());
        if (chunk == null || sliced < decoded.length || chunk.bytes().hasRemaining()) {
            return new Slice(samples, () -> {});
        }
        chunks.remove();
        return new Slice(samples, chunk.onConsumed());
    }

    private float[][] slice(int channels) {
        if (channels == 0) {
            return NO_CHANNELS;
        }
        int end = Math.min(decoded.length, sliced + MAX_SLICE_SAMPLES / channels * channels);
        float[] samples = Arrays.copyOfRange(decoded, sliced, end);
        sliced = end;
        return Interleaving.split(samples, channels);
    }

    /** Decodes bytes, or takes the samples of earlier ones. Returns whether there was something to do. */
    private boolean decodeNext(@Nullable Chunk chunk, long received) throws AudioException {
        decoded = NO_SAMPLES;
        sliced = 0;
        if (chunk != null && decoder.accepts()) {
            decodeChunk(chunk, received);
            return true;
        }
        if (chunk == null && ended && !finishing) {
            finishing = true;
            decoded = decoder.finish();
        } else {
            decoded = decoder.takeSamples();
        }
        return decoded.length > 0;
    }

    private void decodeChunk(Chunk chunk, long received) throws AudioException {
        ByteBuffer bytes = chunk.bytes();
        if (bytes.position() == 0) {
            if (decoder.betweenSamples()) {
                ledger.record(chunk.number(), received);
            } else {
                ledger.skip(chunk.number());
            }
        }
        int length = Math.min(MAX_DECODED_BYTES, bytes.remaining());
        ByteBuffer next = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        decoded = decoder.decode(next);
    }

    /** Drops the chunk positions that no resume point needs any more. */
    void forgetBefore(long position, long received) {
        var _ = chunkAt(position, received);
    }

    /** Returns the positions after another one at which chunks begin, ascending. */
    List<Long> chunkStartsAfter(long position) {
        return ledger.startsAfter(position);
    }

    /** Returns the number of the first chunk that holds a sample at or after a position. */
    int chunkAt(long position, long received) {
        // The client has to send again a chunk that is partly consumed, half a sample, and a header without samples.
        Chunk next = chunks.peek();
        boolean partlyConsumed = next != null && next.bytes().position() > 0 || !decoder.betweenSamples();
        return ledger.chunkAt(position, partlyConsumed || received == 0 ? Long.MAX_VALUE : received);
    }
}
