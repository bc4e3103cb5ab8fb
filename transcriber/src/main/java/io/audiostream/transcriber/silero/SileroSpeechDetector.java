package io.audiostream.transcriber.silero;

import io.audiostream.transcriber.audio.SpeechDetector;
import java.util.Arrays;

/**
 * Tells speech in one stream with Silero VAD, also from music and noise that come and go.
 *
 * <p>The network misses quiet speech, so it hears the stream as loud as it was trained with: each frame is amplified by
 * what the loudest of the last seconds lacks to {@value #HEARD_AT_DB} dB, and by {@value #MOST_GAIN_DB} dB at the most.
 */
public final class SileroSpeechDetector implements SpeechDetector {

    /** Root mean square of a loud frame of speech, in dB of full scale. */
    private static final double HEARD_AT_DB = -24;

    private static final double MOST_GAIN_DB = 30;

    /** How fast a loud frame is forgotten, in dB a frame: 3 dB a second. */
    private static final double FORGOTTEN_DB = 3.0 * FRAME_SAMPLES / 16_000;

    private final SileroModel model;
    private final SileroModel.State state = new SileroModel.State();
    private final float[] context = new float[SileroModel.CONTEXT_SAMPLES];
    private double levelDb = Double.NEGATIVE_INFINITY;

    SileroSpeechDetector(SileroModel model) {
        this.model = model;
    }

    @Override
    public float probability(float[] frame) {
        return probabilities(frame)[0];
    }

    @Override
    public float[] probabilities(float[] frames) {
        int count = frames.length / FRAME_SAMPLES;
        float[] probabilities = new float[count];
        for (int from = 0; from < count; from += SileroModel.MAX_FRAMES) {
            int some = Math.min(SileroModel.MAX_FRAMES, count - from);
            float[] input = new float[some * SileroModel.INPUT_SAMPLES];
            for (int i = 0; i < some; i++) {
                hear(frames, (from + i) * FRAME_SAMPLES, input, i * SileroModel.INPUT_SAMPLES);
            }
            System.arraycopy(model.probabilities(input, state), 0, probabilities, from, some);
        }
        return probabilities;
    }

    /** Puts a frame, amplified, and what came before it to where the network takes it from. */
    private void hear(float[] frames, int from, float[] input, int to) {
        levelDb = Math.max(decibels(frames, from), levelDb - FORGOTTEN_DB);
        double gain = Math.pow(10, Math.clamp(HEARD_AT_DB - levelDb, 0, MOST_GAIN_DB) / 20);
        System.arraycopy(context, 0, input, to, context.length);
        int begin = to + context.length;
        for (int i = 0; i < FRAME_SAMPLES; i++) {
            input[begin + i] = (float) Math.clamp(gain * frames[from + i], -1, 1);
        }
        System.arraycopy(input, begin + FRAME_SAMPLES - context.length, context, 0, context.length);
    }

    @Override
    public void reset() {
        state.reset();
        Arrays.fill(context, 0);
        levelDb = Double.NEGATIVE_INFINITY;
    }

    private static double decibels(float[] samples, int from) {
        double sum = 0;
        for (int i = from; i < from + FRAME_SAMPLES; i++) {
            sum += samples[i] * samples[i];
        }
        return 10 * Math.log10(sum / FRAME_SAMPLES + 1e-12);
    }
}
