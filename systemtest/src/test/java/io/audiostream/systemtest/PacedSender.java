package io.audiostream.systemtest;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends PCM audio in real time, in chunks of 100 ms, as a microphone does. Half-closes the stream after the last chunk,
 * or earlier when {@link #close} is called.
 */
public final class PacedSender implements AutoCloseable {

    private static final int CHUNK_MILLIS = 100;
    private static final int CHUNK_BYTES = Recording.BYTES_PER_SECOND * CHUNK_MILLIS / 1_000;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicBoolean halfClosed = new AtomicBoolean();
    private final StreamObserver<AudioChunk> stream;
    private final ByteString audio;
    private int chunks;
    private volatile int sentBytes;

    private PacedSender(StreamObserver<AudioChunk> stream, ByteString audio) {
        this.stream = stream;
        this.audio = audio;
    }

    public static PacedSender start(StreamObserver<AudioChunk> stream, ByteString audio) {
        var sender = new PacedSender(stream, audio);
        var _ = sender.timer.scheduleAtFixedRate(sender::sendNext, 0, CHUNK_MILLIS, TimeUnit.MILLISECONDS);
        return sender;
    }

    /** Returns whether the stream is open for more audio. */
    public boolean isSending() {
        return !halfClosed.get();
    }

    /** Waits until this much audio has been sent. */
    public void awaitSent(int bytes) {
        await().atMost(Timeouts.EVENT).until(() -> sentBytes >= bytes);
    }

    private void sendNext() {
        if (sentBytes < audio.size()) {
            int end = Math.min(sentBytes + CHUNK_BYTES, audio.size());
            stream.onNext(AudioChunk.newBuilder()
                    .setChunkIndex(chunks++)
                    .setAudioData(audio.substring(sentBytes, end))
                    .build());
            sentBytes = end;
        } else {
            timer.shutdown();
            halfClose();
        }
    }

    private void halfClose() {
        if (halfClosed.compareAndSet(false, true)) {
            stream.onCompleted();
        }
    }

    @Override
    public void close() {
        timer.close();
        halfClose();
    }
}
