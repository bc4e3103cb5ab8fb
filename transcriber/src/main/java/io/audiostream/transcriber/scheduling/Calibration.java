package io.audiostream.transcriber.scheduling;

import io.audiostream.transcriber.engine.DecodeCancelledException;
import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.Decoder;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.SpeechEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * Measures how many streams of continuous speech this machine keeps up with: each wants its finals, and an interim
 * every three seconds, of windows of ten seconds. A fifth of the time is left for all else.
 */
public final class Calibration {

    private static final int WINDOW_SECONDS = 10;
    private static final double INTERIM_EVERY_SECONDS = 3;
    private static final double SHARE = 0.8;
    private static final int ROUNDS = 3;
    private static final int MAX_SLOTS = 256;

    private Calibration() {}

    /**
     * Decodes speech on all cores at once for a few seconds.
     *
     * @param speech at least {@value #WINDOW_SECONDS} s of it, at {@link SpeechEngine#SAMPLE_RATE_HERTZ}
     * @param cores decodes that may run at once
     * @param cancelled once true, the measurement stops
     * @return slots, 1 to {@value #MAX_SLOTS}
     * @throws EngineException when the engine failed
     */
    public static int slots(SpeechEngine engine, float[] speech, int cores, BooleanSupplier cancelled) {
        float[] window = Arrays.copyOf(speech, WINDOW_SECONDS * SpeechEngine.SAMPLE_RATE_HERTZ);
        try (ExecutorService threads = Executors.newFixedThreadPool(cores)) {
            List<Future<Double>> costs = new ArrayList<>();
            for (int i = 0; i < cores; i++) {
                costs.add(threads.submit(() -> cost(engine, window, cancelled)));
            }
            double sum = 0;
            for (Future<Double> cost : costs) {
                sum += cost.get();
            }
            return slots(sum / cores, cores);
        } catch (ExecutionException e) {
            throw new EngineException("the speed could not be measured: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("the speed could not be measured: it was interrupted", e);
        }
    }

    /** Streams for a cost in seconds of a core a second of speech. */
    static int slots(double cost, int cores) {
        return (int) Math.clamp(Math.floor(cores * SHARE / cost), 1, MAX_SLOTS);
    }

    /** The least of some rounds: what is slower was held up by something else. */
    private static double cost(SpeechEngine engine, float[] window, BooleanSupplier cancelled)
            throws DecodeCancelledException {
        double least = Double.POSITIVE_INFINITY;
        try (Decoder decoder = engine.newDecoder()) {
            for (int i = 0; i <= ROUNDS; i++) {
                double last = seconds(decoder, window, Effort.FINAL, cancelled) / WINDOW_SECONDS;
                double interims = seconds(decoder, window, Effort.INTERIM, cancelled) / INTERIM_EVERY_SECONDS;
                // The first round is slower than all others.
                least = i == 0 ? least : Math.min(least, last + interims);
            }
        }
        return least;
    }

    private static double seconds(Decoder decoder, float[] window, Effort effort, BooleanSupplier cancelled)
            throws DecodeCancelledException {
        String language = "en"; // every Whisper knows it
        long begun = System.nanoTime();
        var _ = decoder.decode(window, new DecodeRequest(language, false, "", false, effort), 1, cancelled);
        return (System.nanoTime() - begun) / 1e9;
    }
}
