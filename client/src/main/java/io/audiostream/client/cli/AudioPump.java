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
 * Sends a source into a stream, chunk by chunk, and finishes the stream. It has a thread of its own, as reading
 * standard input can block for ever while the service has long said no.
 */
final class AudioPump implements Runnable {

    /** As often as a microphone's driver hands over what it has heard. */
    private static final Duration LIVE_CHUNK = Duration.ofMillis(100);

    private static final Duration FAST_CHUNK = Duration.ofSeconds(1);

    private final AudioSource source;
    private final AudioStream stream;
    private final Optional<Pacer> pacer;
    private final Consumer<Duration> position;
    private volatile @Nullable IOException readFailure;

    /**
     * @param pacer holds the audio back to real time; empty to send as fast as the service takes it
     * @param position told how far the audio has been sent
     */
    AudioPump(AudioSource source, AudioStream stream, Optional<Pacer> pacer, Consumer<Duration> position) {
        this.source = source;
        this.stream = stream;
        this.pacer = pacer;
        this.position = position;
    }

    @Override
    public void run() {
        try {
            sendAll();
        } catch (IOException e) {
            readFailure = e;
            stream.close();
        } catch (TranscriptionException | IllegalStateException e) {
            // The service has ended the stream; whoever waits for its end learns why.
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
            position.accept(end);
        }
        stream.finish();
    }

    private byte[] read(int size) throws IOException {
        return source.bytes().readNBytes(size);
    }

    /** Why the source could not be read to its end. */
    Optional<IOException> readFailure() {
        return Optional.ofNullable(readFailure);
    }
}
