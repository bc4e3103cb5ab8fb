package io.audiostream.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call of a stream, which may have several, one after another. Its sender holds the lock of the stream. */
final class StreamAttempt implements ClientResponseObserver<AudioChunk, TranscriptionResponse> {

    private final ResumableCall stream;
    private final ResponseShift shift;
    private final AudioMetadata metadata;
    /** Audio of each separate channel that the service skips; empty for none. */
    private final List<Duration> channelSkips;

    private final String sessionId;
    private final long startedNanos;
    /** Sent before the audio of the first chunk. */
    private final ByteString header;

    /** Set once, before the call starts. */
    private @Nullable ClientCallStreamObserver<AudioChunk> requests;

    private boolean begun;
    private boolean halfClosed;

    /** Written and read by the thread of the call. */
    private boolean answered;

    StreamAttempt(
            ResumableCall stream,
            ResponseShift shift,
            AudioMetadata metadata,
            List<Duration> channelSkips,
            String sessionId,
            ByteString header,
            long startedNanos) {
        this.stream = stream;
        this.shift = shift;
        this.metadata = metadata;
        this.channelSkips = channelSkips;
        this.sessionId = sessionId;
        this.header = header;
        this.startedNanos = startedNanos;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<AudioChunk> requestStream) {
        requests = requestStream;
        requestStream.setOnReadyHandler(() -> stream.ready(this));
    }

    @Override
    public void onNext(TranscriptionResponse response) {
        answered = true;
        stream.receive(this, response);
    }

    @Override
    public void onError(Throwable thrown) {
        stream.fail(this, TranscriptionException.of(thrown, answered));
    }

    @Override
    public void onCompleted() {
        stream.complete(this);
    }

    ResponseShift shift() {
        return shift;
    }

    long startedNanos() {
        return startedNanos;
    }

    boolean isReady() {
        return requests().isReady();
    }

    void send(ResumeBuffer.Chunk chunk) {
        AudioChunk.Builder message = AudioChunk.newBuilder()
                .setChunkIndex(chunk.index())
                .setAudioData(begun ? chunk.audio() : header.concat(chunk.audio()))
                .setFlush(chunk.flush());
        if (!begun) {
            begun = true;
            message.setMetadata(withSkips(metadata)).setSessionId(sessionId);
        }
        chunk.metadata().map(this::withSkips).ifPresent(message::setMetadata);
        requests().onNext(message.build());
    }

    /** Every metadata of a call has the same skips. */
    private AudioMetadata withSkips(AudioMetadata each) {
        return channelSkips.isEmpty()
                ? each
                : each.toBuilder()
                        .clearChannelSkips()
                        .addAllChannelSkips(channelSkips)
                        .build();
    }

    void halfClose() {
        if (!halfClosed) {
            halfClosed = true;
            requests().onCompleted();
        }
    }

    void cancel() {
        requests().cancel("the client closed the stream", null);
    }

    private ClientCallStreamObserver<AudioChunk> requests() {
        return Objects.requireNonNull(requests, "the call has not been started");
    }
}
