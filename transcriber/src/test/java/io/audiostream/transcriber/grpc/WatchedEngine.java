package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.engine.DecodeCancelledException;
import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.Decoder;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.Transcript;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** A real engine, of which it is seen what its decoders do. Thread-safe. */
final class WatchedEngine implements SpeechEngine {

    private final SpeechEngine engine;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger stopped = new AtomicInteger();

    WatchedEngine(SpeechEngine engine) {
        this.engine = engine;
    }

    /** Decodes that run now. */
    int running() {
        return running.get();
    }

    /** Decodes that were stopped before their end, so far. */
    int stopped() {
        return stopped.get();
    }

    @Override
    public ModelInfo model() {
        return engine.model();
    }

    @Override
    public Decoder newDecoder() {
        return new Watched(engine.newDecoder());
    }

    @Override
    public void close() {
        engine.close();
    }

    private final class Watched implements Decoder {

        private final Decoder decoder;

        Watched(Decoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public Transcript decode(float[] samples, DecodeRequest request, IntSupplier threads, BooleanSupplier cancelled)
                throws DecodeCancelledException {
            running.incrementAndGet();
            try {
                return decoder.decode(samples, request, threads, cancelled);
            } catch (DecodeCancelledException e) {
                stopped.incrementAndGet();
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
