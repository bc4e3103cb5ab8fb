package io.audiostream.client;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One live stream of audio. Send what is spoken, {@link #finish()} after it, and {@link #awaitEnd()} for the last
 * results.
 *
 * <p>One thread may send; any thread may wait for the end or close.
 */
public final class AudioStream implements AutoCloseable {

    private final StreamResponses responses;
    /** Goes with the first chunk only. */
    private @Nullable AudioMetadata metadata;

    private int nextChunkIndex;
    private boolean finished;

    AudioStream(AudioMetadata metadata, StreamResponses responses) {
        this.metadata = metadata;
        this.responses = responses;
    }

    /**
     * Sends a piece of audio; it may be cut anywhere, also inside a sample. Waits while the connection is full, so that
     * a fast sender can't fill the memory.
     *
     * @throws TranscriptionException when the service has ended the stream with an error
     * @throws IllegalStateException after {@link #finish()}, or when the service has ended the stream without one
     * @throws InterruptedException when the thread is interrupted while it waits; nothing was sent then
     */
    public void send(ByteString audio) throws TranscriptionException, InterruptedException {
        send(chunk().setAudioData(audio));
    }

    /** Asks for the text of everything sent so far, without ending the stream. Throws as {@link #send} does. */
    public void flush() throws TranscriptionException, InterruptedException {
        send(chunk().setFlush(true));
    }

    /**
     * Says that no more audio comes. What is pending becomes final and the stream ends.
     *
     * @throws TranscriptionException when the service has ended the stream with an error
     */
    public void finish() throws TranscriptionException, InterruptedException {
        if (metadata != null) {
            // A stream without any audio: the service says what is wrong with that, and needs a chunk to say it to.
            send(ByteString.EMPTY);
        }
        finished = true;
        responses.requests().onCompleted();
    }

    /**
     * Waits until the stream has ended and the listener has been told so.
     *
     * @throws TranscriptionException when it ended with an error
     */
    public void awaitEnd() throws TranscriptionException, InterruptedException {
        responses.awaitEnd();
    }

    /** Breaks the stream off when it still runs; the service drops what is pending. */
    @Override
    public void close() {
        responses.requests().cancel("the client closed the stream", null);
    }

    private AudioChunk.Builder chunk() {
        AudioChunk.Builder chunk = AudioChunk.newBuilder().setChunkIndex(nextChunkIndex);
        if (metadata != null) {
            chunk.setMetadata(metadata);
        }
        return chunk;
    }

    private void send(AudioChunk.Builder chunk) throws TranscriptionException, InterruptedException {
        if (finished) {
            throw new IllegalStateException("the stream is finished; open another one for more audio");
        }
        responses.awaitReady();
        responses.requests().onNext(chunk.build());
        metadata = null;
        nextChunkIndex++;
    }
}
