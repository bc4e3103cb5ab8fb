package io.audiostream.systemtest;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends a recording at the pace at which it was spoken, 100 ms at a time. Closing it ends the stream. */
public final class Microphone implements AutoCloseable {

    private static final int CHUNK = Recording.SECOND / 10;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final StreamObserver<AudioChunk> stream;
    private final ByteString audio;
    private int chunks;
    private volatile int sent;

    private Microphone(StreamObserver<AudioChunk> stream, ByteString audio) {
        this.stream = stream;
        this.audio = audio;
    }

    public static Microphone speak(StreamObserver<AudioChunk> stream, ByteString audio) {
        var microphone = new Microphone(stream, audio);
        var _ = microphone.clock.scheduleAtFixedRate(microphone::sendNext, 0, 100, TimeUnit.MILLISECONDS);
        return microphone;
    }

    /** Whether there is still something to say. */
    public boolean speaking() {
        return sent < audio.size();
    }

    /** Waits until so many bytes have been sent. */
    public void awaitSent(int bytes) {
        await().atMost(Duration.ofMinutes(2)).until(() -> sent >= bytes);
    }

    private void sendNext() {
        if (speaking()) {
            int to = Math.min(sent + CHUNK, audio.size());
            stream.onNext(AudioChunk.newBuilder()
                    .setChunkIndex(chunks++)
                    .setAudioData(audio.substring(sent, to))
                    .build());
            sent = to;
        }
    }

    @Override
    public void close() {
        clock.close();
        stream.onCompleted();
    }
}
