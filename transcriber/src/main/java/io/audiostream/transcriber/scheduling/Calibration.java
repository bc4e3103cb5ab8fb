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
 * Measures how many streams of continuous speech this machine can decode in real time. Assumes that each stream needs a
 * final decode every ten seconds and an interim decode every three seconds, both of windows of ten seconds. Reserves a
 * fifth of the time for other work.
 */
public final class Calibration {

    private static final int WINDOW_SECONDS = 10;
    private static final double INTERIM_INTERVAL_SECONDS = 3;
    private static final double DECODE_SHARE = 0.8;
    private static final int ROUNDS = 3;

    private Calibration() {}

    /**
     * Decodes speech on all cores at once for a few seconds, and returns the number of slots.
     *
     * @param speech at least {@value #WINDOW_SECONDS} s, at {@link SpeechEngine#SAMPLE_RATE_HERTZ}
     * @param cores maximum number of concurrent decodes
     * @param cancelled stops the measurement once it returns true
     * @return 1 to {@value SlotPool#MAX_SLOTS}
     * @throws EngineException if the engine failed or the measurement was stopped
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
            throw new EngineException("the speed of decodes could not be measured: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("the speed of decodes could not be measured: the measurement was interrupted", e);
        }
    }

    /** @param cost core seconds that one stream needs for a second of speech */
    static int slots(double cost, int cores) {
        return (int) Math.clamp(Math.floor(cores * DECODE_SHARE / cost), 1, SlotPool.MAX_SLOTS);
    }

    /** Returns the minimum cost over several rounds: slower rounds were delayed by other processes. */
    private static double cost(SpeechEngine engine, float[] window, BooleanSupplier cancelled)
            throws DecodeCancelledException {
        double minimum = Double.POSITIVE_INFINITY;
        try (Decoder decoder = engine.newDecoder()) {
            for (int i = 0; i <= ROUNDS; i++) {
                double finals = seconds(decoder, window, Effort.FINAL, cancelled) / WINDOW_SECONDS;
                double interims = seconds(decoder, window, Effort.INTERIM, cancelled) / INTERIM_INTERVAL_SECONDS;
                // The first round only warms up.
                minimum = i == 0 ? minimum : Math.min(minimum, finals + interims);
            }
        }
        return minimum;
    }

    private static double seconds(Decoder decoder, float[] window, Effort effort, BooleanSupplier cancelled)
            throws DecodeCancelledException {
        String language = "en"; // every Whisper model has it
        long started = System.nanoTime();
        var _ = decoder.decode(window, new DecodeRequest(language, false, "", effort), 1, cancelled);
        return (System.nanoTime() - started) / 1e9;
    }
}
