package io.audiostream.client.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.ByteString;
import io.audiostream.client.AudioStream;
import io.audiostream.client.TranscriptionException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a source into a stream, chunk by chunk, and finishes the stream. It runs on its own thread: a read from
 * standard input can block without limit, also after the service has refused the stream.
 */
final class AudioPump {

    /** Chunk length at the pace of speech; a microphone driver delivers audio about as often. */
    private static final Duration LIVE_CHUNK = Duration.ofMillis(100);

    private static final Duration FAST_CHUNK = Duration.ofSeconds(1);

    private final AudioSource source;
    private final AudioStream stream;
    private final Optional<Pacer> pacer;
    private final Consumer<Duration> onSent;
    private final Thread thread = new Thread(this::run, "audio");
    private final Object sending = new Object();

    @GuardedBy("sending")
    private boolean finished;

    private volatile boolean stopped;
    private volatile @Nullable IOException readFailure;

    /**
     * @param pacer delays the audio to real time; empty to send as fast as the service reads
     * @param onSent receives the position up to which the audio was sent, after each chunk
     */
    AudioPump(AudioSource source, AudioStream stream, Optional<Pacer> pacer, Consumer<Duration> onSent) {
        this.source = source;
        this.stream = stream;
        this.pacer = pacer;
        this.onSent = onSent;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Sends no more audio, and finishes the stream with what was sent. Its thread may stay in a read. */
    void stop() {
        stopped = true;
        // It may wait for its pace, or for the service to read.
        thread.interrupt();
        try {
            finish();
        } catch (TranscriptionException | IllegalStateException e) {
            // The service ended the stream. AudioStream.awaitEnd reports the reason.
            return;
        } catch (InterruptedException e) {
            stream.close();
        }
    }

    private void run() {
        try {
            sendAll();
        } catch (IOException e) {
            // A read that was interrupted fails too.
            if (!stopped) {
                readFailure = e;
                stream.close();
            }
        } catch (TranscriptionException | IllegalStateException e) {
            // The service ended the stream. AudioStream.awaitEnd reports the reason.
            return;
        } catch (InterruptedException e) {
            if (!stopped) {
                stream.close();
            }
        } catch (RuntimeException | Error e) {
            // A fault of this program. Without audio, the stream would never end.
            stream.close();
            throw e;
        }
    }

    private void sendAll() throws IOException, TranscriptionException, InterruptedException {
        Duration chunk = pacer.isPresent() ? LIVE_CHUNK : FAST_CHUNK;
        int chunkBytes = (int) (source.timing().bytesPerSecond() * chunk.toMillis() / 1000);
        long sent = 0;
        for (byte[] audio = read(chunkBytes); audio.length > 0 && !stopped; audio = read(chunkBytes)) {
            sent += audio.length;
            Duration end = source.timing().position(sent);
            if (pacer.isPresent()) {
                pacer.get().awaitPosition(end);
            }
            send(ByteString.copyFrom(audio));
            onSent.accept(end);
        }
        finish();
    }

    private void send(ByteString audio) throws TranscriptionException, InterruptedException {
        synchronized (sending) {
            if (!finished) {
                stream.send(audio);
            }
        }
    }

    private void finish() throws TranscriptionException, InterruptedException {
        synchronized (sending) {
            if (!finished) {
                finished = true;
                stream.finish();
            }
        }
    }

    private byte[] read(int size) throws IOException {
        return source.bytes().readNBytes(size);
    }

    /** The error that ended reading; empty if the source was read to its end or reading goes on. */
    Optional<IOException> readFailure() {
        return Optional.ofNullable(readFailure);
    }
}
