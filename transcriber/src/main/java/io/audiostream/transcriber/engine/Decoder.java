package io.audiostream.transcriber.engine;

import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Decodes one window at a time. Not thread-safe, but may move between threads. */
public interface Decoder extends AutoCloseable {

    /**
     * Turns a window of audio into text.
     *
     * @param samples 1 to {@link SpeechEngine#MAX_WINDOW_SAMPLES} mono samples at
     *     {@link SpeechEngine#SAMPLE_RATE_HERTZ}, finite, nominally -1 to 1; not changed
     * @param threads how many threads to use, at least 1; asked again whenever the engine can use another number from
     *     there on
     * @param cancelled polled during the decode, from any thread; once true, the decode stops as soon as the engine can
     * @throws DecodeCancelledException when {@code cancelled} turned true
     * @throws IllegalArgumentException when the samples or the request are out of range
     * @throws EngineException when the engine failed
     */
    Transcript decode(float[] samples, DecodeRequest request, IntSupplier threads, BooleanSupplier cancelled)
            throws DecodeCancelledException;

    /** The same, with a number of threads that does not change. */
    default Transcript decode(float[] samples, DecodeRequest request, int threads, BooleanSupplier cancelled)
            throws DecodeCancelledException {
        return decode(samples, request, () -> threads, cancelled);
    }

    @Override
    void close();
}
