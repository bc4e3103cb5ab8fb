package io.audiostream.transcriber.ffmpeg;

import io.audiostream.transcriber.audio.AudioDecoder;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.AudioObserver;
import io.audiostream.transcriber.audio.Transcoder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Decodes one stream with a real ffmpeg, as a session does, and collects what the decoder reports. */
final class Conversion implements AudioObserver, AutoCloseable {

    private static final int TIMEOUT_SECONDS = 60;

    private final Semaphore progress = new Semaphore(0);
    private final AudioDecoder decoder;
    private @Nullable Transcoder transcoder;
    private float[] samples = {};
    double outOfPhaseSeconds;

    Conversion(Transcoder.Factory program) {
        decoder = AudioDecoder.of(
                AudioFormat.UNSPECIFIED,
                this,
                (format, onProgress) -> transcoder = program.start(format, onProgress),
                progress::release);
    }

    /** Decodes a whole stream in pieces. */
    float[] decode(int size, ByteBuffer... parts) throws AudioException {
        for (ByteBuffer part : parts) {
            while (part.hasRemaining()) {
                awaitSpace();
                ByteBuffer piece = part.slice(part.position(), Math.min(size, part.remaining()));
                part.position(part.position() + piece.remaining());
                add(decoder.decode(piece));
            }
        }
        add(decoder.finish());
        while (!decoder.finished()) {
            awaitSamples();
            add(decoder.takeSamples());
        }
        return samples;
    }

    /** Returns the samples so far. */
    float[] samples() {
        return samples;
    }

    /** Sends bytes, and waits until a number of samples has come. */
    void send(ByteBuffer bytes, int count) throws AudioException {
        awaitSpace();
        add(decoder.decode(bytes));
        while (samples.length < count) {
            awaitSamples();
            add(decoder.takeSamples());
        }
    }

    Transcoder transcoder() {
        if (transcoder == null) {
            throw new AssertionError("no transcoder was started");
        }
        return transcoder;
    }

    private void awaitSpace() throws AudioException {
        while (!decoder.accepts()) {
            awaitSamples();
            add(decoder.takeSamples());
        }
    }

    private void awaitSamples() {
        if (!decoder.hasSamples()) {
            await();
        }
    }

    private void await() {
        try {
            if (!progress.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("no progress for %d s".formatted(TIMEOUT_SECONDS));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void add(float[] more) {
        int before = samples.length;
        samples = Arrays.copyOf(samples, before + more.length);
        System.arraycopy(more, 0, samples, before, more.length);
    }

    @Override
    public void outOfPhase(double seconds) {
        outOfPhaseSeconds += seconds;
    }

    @Override
    public void close() {
        if (transcoder != null) {
            transcoder.close();
        }
    }
}
