package io.audiostream.client.cli;

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
final class AudioPump implements Runnable {

    /** Chunk length at the pace of speech; a microphone driver delivers audio about as often. */
    private static final Duration LIVE_CHUNK = Duration.ofMillis(100);

    private static final Duration FAST_CHUNK = Duration.ofSeconds(1);

    private final AudioSource source;
    private final AudioStream stream;
    private final Optional<Pacer> pacer;
    private final Consumer<Duration> onSent;
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
    }

    @Override
    public void run() {
        try {
            sendAll();
        } catch (IOException e) {
            readFailure = e;
            stream.close();
        } catch (TranscriptionException | IllegalStateException e) {
            // The service ended the stream. AudioStream.awaitEnd reports the reason.
            return;
        } catch (InterruptedException e) {
            stream.close();
        }
    }

    private void sendAll() throws IOException, TranscriptionException, InterruptedException {
        Duration chunk = pacer.isPresent() ? LIVE_CHUNK : FAST_CHUNK;
        int chunkBytes = (int) (source.timing().bytesPerSecond() * chunk.toMillis() / 1000);
        long sent = 0;
        for (byte[] audio = read(chunkBytes); audio.length > 0; audio = read(chunkBytes)) {
            sent += audio.length;
            Duration end = source.timing().position(sent);
            if (pacer.isPresent()) {
                pacer.get().awaitPosition(end);
            }
            stream.send(ByteString.copyFrom(audio));
            onSent.accept(end);
        }
        stream.finish();
    }

    private byte[] read(int size) throws IOException {
        return source.bytes().readNBytes(size);
    }

    /** The error that ended reading; empty if the source was read to its end or reading goes on. */
    Optional<IOException> readFailure() {
        return Optional.ofNullable(readFailure);
    }
}
