package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.engine.DecodeCancelledException;
import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.Decoder;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.Transcript;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Counts the running and cancelled decodes of a real engine, and its retries. Thread-safe. */
final class InstrumentedEngine implements SpeechEngine {

    private final SpeechEngine engine;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger cancelledCount = new AtomicInteger();

    private final Map<Transcript.Retry, Integer> retries = new ConcurrentHashMap<>();

    InstrumentedEngine(SpeechEngine engine) {
        this.engine = engine;
    }

    /** Returns the number of running decodes. */
    int running() {
        return running.get();
    }

    /** Returns the number of decodes that were cancelled so far. */
    int cancelledCount() {
        return cancelledCount.get();
    }

    /** Returns how often the engine decoded a window again for a reason. */
    int retries(Transcript.Retry reason) {
        return retries.getOrDefault(reason, 0);
    }

    @Override
    public ModelInfo model() {
        return engine.model();
    }

    @Override
    public Decoder newDecoder() {
        return new InstrumentedDecoder(engine.newDecoder());
    }

    @Override
    public void close() {
        engine.close();
    }

    private final class InstrumentedDecoder implements Decoder {

        private final Decoder decoder;

        InstrumentedDecoder(Decoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public Transcript decode(float[] samples, DecodeRequest request, IntSupplier threads, BooleanSupplier cancelled)
                throws DecodeCancelledException {
            running.incrementAndGet();
            try {
                Transcript transcript = decoder.decode(samples, request, threads, cancelled);
                transcript.retries().forEach(reason -> retries.merge(reason, 1, Integer::sum));
                return transcript;
            } catch (DecodeCancelledException e) {
                cancelledCount.incrementAndGet();
                throw e;
            } finally {
                running.decrementAndGet();
            }
        }

        @Override
        public void close() {
            decoder.close();
        }
    }
}
