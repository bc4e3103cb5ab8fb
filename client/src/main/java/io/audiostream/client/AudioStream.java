package io.audiostream.client;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One live stream of audio. Send audio while it is spoken, call {@link #finish()} after the last piece, and
 * {@link #awaitEnd()} for the last results.
 *
 * <p>One thread at a time may send, flush and finish. Any thread may wait for the end or close the stream.
 */
public final class AudioStream implements AutoCloseable {

    private final StreamResponses responses;
    /** Sent with the first chunk only; null after that. */
    private @Nullable AudioMetadata metadata;

    private int nextChunkIndex;
    private boolean finished;

    AudioStream(AudioMetadata metadata, StreamResponses responses) {
        this.metadata = metadata;
        this.responses = responses;
    }

    /**
     * Sends a piece of audio. It may be cut anywhere, also inside a sample. Blocks while gRPC's flow control holds the
     * stream back, so that a fast sender cannot fill the memory.
     *
     * @throws TranscriptionException if the service ended the stream with an error
     * @throws IllegalStateException after {@link #finish()}, or if the service ended the stream without an error
     * @throws InterruptedException if the thread is interrupted while it waits; nothing was sent then
     */
    public void send(ByteString audio) throws TranscriptionException, InterruptedException {
        send(chunk().setAudioData(audio));
    }

    /**
     * Requests the final text of all audio sent so far. The stream goes on.
     *
     * @throws TranscriptionException if the service ended the stream with an error
     * @throws IllegalStateException after {@link #finish()}, or if the service ended the stream without an error
     * @throws InterruptedException if the thread is interrupted while it waits; nothing was sent then
     */
    public void flush() throws TranscriptionException, InterruptedException {
        send(chunk().setFlush(true));
    }

    /**
     * Ends the audio. The service finalises the pending text and then ends the stream.
     *
     * @throws TranscriptionException if the service ended the stream with an error
     * @throws IllegalStateException after {@link #finish()} or {@link #close()}
     * @throws InterruptedException if the thread is interrupted while it waits; the stream is then not finished
     */
    public void finish() throws TranscriptionException, InterruptedException {
        if (metadata != null) {
            // A stream without audio: the service needs at least one chunk to answer with its error.
            send(ByteString.EMPTY);
        }
        finished = true;
        responses.requests().onCompleted();
    }

    /**
     * Waits until the stream has ended and the listener's last call has returned.
     *
     * @throws TranscriptionException if the stream ended with an error
     */
    public void awaitEnd() throws TranscriptionException, InterruptedException {
        responses.awaitEnd();
    }

    /** Cancels the stream if it has not ended. The service drops the pending audio. */
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
