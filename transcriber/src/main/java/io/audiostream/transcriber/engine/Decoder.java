package io.audiostream.transcriber.engine;

import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Decodes one window at a time. Not thread-safe, but may be used by one thread after another. */
public interface Decoder extends AutoCloseable {

    /**
     * Decodes a window of audio to text.
     *
     * @param samples 1 to {@link SpeechEngine#MAX_WINDOW_SAMPLES} mono samples at
     *     {@link SpeechEngine#SAMPLE_RATE_HERTZ}, finite, nominally -1 to 1; not changed
     * @param threads gives the number of threads to use, at least 1; called again whenever the engine can change it
     * @param cancelled polled between the steps of the decode, on any thread; once it is true, the decode stops as soon
     *     as the engine can. It may block, which pauses the decode.
     * @throws DecodeCancelledException when {@code cancelled} became true
     * @throws IllegalArgumentException when the samples or the request are out of range
     * @throws EngineException when the engine fails
     */
    Transcript decode(float[] samples, DecodeRequest request, IntSupplier threads, BooleanSupplier cancelled)
            throws DecodeCancelledException;

    /** Decodes with a fixed number of threads. */
    default Transcript decode(float[] samples, DecodeRequest request, int threads, BooleanSupplier cancelled)
            throws DecodeCancelledException {
        return decode(samples, request, () -> threads, cancelled);
    }

    /** Frees the native memory. Idempotent. */
    @Override
    void close();
}
