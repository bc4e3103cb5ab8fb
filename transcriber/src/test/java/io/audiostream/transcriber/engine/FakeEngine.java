package io.audiostream.transcriber.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/**
 * A deterministic engine for tests. Each half second of sound becomes one word with its loudness in percent ("w50"),
 * and silence becomes no word. Every word has the probability 0.9. The gate can block decodes.
 */
public final class FakeEngine implements SpeechEngine {

    public static final double CONFIDENCE = 0.9;

    private static final int WORD_SAMPLES = SAMPLE_RATE_HERTZ / 2;
    private static final double SILENCE = 0.01;

    private final ModelInfo model;
    private final Gate gate = new Gate();
    private final AtomicInteger openDecoders = new AtomicInteger();
    private volatile UnaryOperator<Transcript> transform = UnaryOperator.identity();
    private volatile boolean outOfMemory;

    public FakeEngine() {
        this(Set.of("en", "de", "zh"));
    }

    public FakeEngine(Set<String> languages) {
        model = new ModelInfo("fake", "fake 1", languages, true);
    }

    /** Returns a token with the engine's confidence. */
    public static Token token(String text, long startMillis, long endMillis) {
        return new Token(
                text.hashCode() & 0x7FFF,
                Math.log(CONFIDENCE),
                startMillis,
                endMillis,
                text.getBytes(StandardCharsets.UTF_8));
    }

    /** The gate that decodes pass. */
    public Gate gate() {
        return gate;
    }

    /** Sets a function that changes each transcript, or throws. */
    public void transform(UnaryOperator<Transcript> change) {
        transform = change;
    }

    /** Makes no more decoders from now on. */
    public void exhaustMemory() {
        outOfMemory = true;
    }

    public int openDecoders() {
        return openDecoders.get();
    }

    @Override
    public ModelInfo model() {
        return model;
    }

    @Override
    public Decoder newDecoder() {
        if (outOfMemory) {
            throw new EngineException("no memory for a decoder");
        }
        openDecoders.incrementAndGet();
        return new FakeDecoder();
    }

    @Override
    public void close() {}

    private final class FakeDecoder implements Decoder {

        @Override
        public Transcript decode(float[] samples, DecodeRequest request, IntSupplier threads, BooleanSupplier cancelled)
                throws DecodeCancelledException {
            gate.pass(request, threads.getAsInt(), cancelled);
            float[] checked = Samples.checkedAndPadded(samples, 1);
            List<Token> tokens = new ArrayList<>();
            for (int from = firstSound(checked); from + WORD_SAMPLES <= checked.length; from += WORD_SAMPLES) {
                double loudness = loudness(checked, from, from + WORD_SAMPLES);
                if (loudness > SILENCE) {
                    long millis = from * 1000L / SAMPLE_RATE_HERTZ;
                    tokens.add(token(" w" + Math.round(loudness * 100), millis, millis + 500));
                }
            }
            List<Token> prefix = request.context().prefix();
            for (int i = 0; i < prefix.size(); i++) {
                long start = i < tokens.size() ? tokens.get(i).startMillis() : 0;
                Token forced = new Token(
                        prefix.get(i).id(),
                        Math.log(CONFIDENCE),
                        start,
                        start + 500,
                        prefix.get(i).utf8());
                if (i < tokens.size()) {
                    tokens.set(i, forced);
                } else {
                    tokens.add(forced);
                }
            }
            String language = request.language() == null ? "en" : request.language();
            return transform.apply(new Transcript(
                    tokens, Transcript.Ending.COMPLETE, language, request.language() == null ? 0.8 : 0, 0));
        }

        private static int firstSound(float[] samples) {
            int first = 0;
            while (first < samples.length && Math.abs(samples[first]) < SILENCE) {
                first++;
            }
            return first;
        }

        private static double loudness(float[] samples, int from, int to) {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += Math.abs(samples[i]);
            }
            return sum / (to - from);
        }

        @Override
        public void close() {
            openDecoders.decrementAndGet();
        }
    }
}
