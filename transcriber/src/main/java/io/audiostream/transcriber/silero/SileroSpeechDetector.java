package io.audiostream.transcriber.silero;

import io.audiostream.transcriber.audio.SpeechDetector;
import java.util.Arrays;

/**
 * Detects the speech of one stream with Silero VAD. It distinguishes speech from intermittent music and noise.
 *
 * <p>The network misses quiet speech, so each frame is amplified to the level of the training data. The gain raises the
 * loudest frame of the last seconds to {@value #TARGET_LEVEL_DB} dB, and is at most {@value #MAX_GAIN_DB} dB.
 */
public final class SileroSpeechDetector implements SpeechDetector {

    /** Root mean square of a loud frame of speech, in dB of full scale. */
    private static final double TARGET_LEVEL_DB = -24;

    private static final double MAX_GAIN_DB = 40;

    /** Decay of the level after a loud frame, in dB for each frame: 3 dB for each second. */
    private static final double DECAY_DB = 3.0 * FRAME_SAMPLES / 16_000;

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
            int batch = Math.min(SileroModel.MAX_FRAMES, count - from);
            float[] input = new float[batch * SileroModel.INPUT_SAMPLES];
            for (int i = 0; i < batch; i++) {
                prepare(frames, (from + i) * FRAME_SAMPLES, input, i * SileroModel.INPUT_SAMPLES);
            }
            System.arraycopy(model.probabilities(input, state), 0, probabilities, from, batch);
        }
        return probabilities;
    }

    /** Writes the context and the amplified frame to the network's input. */
    private void prepare(float[] frames, int from, float[] input, int to) {
        levelDb = Math.max(decibels(frames, from), levelDb - DECAY_DB);
        double gain = Math.pow(10, Math.clamp(TARGET_LEVEL_DB - levelDb, 0, MAX_GAIN_DB) / 20);
        System.arraycopy(context, 0, input, to, context.length);
        int start = to + context.length;
        for (int i = 0; i < FRAME_SAMPLES; i++) {
            input[start + i] = (float) Math.clamp(gain * frames[from + i], -1, 1);
        }
        System.arraycopy(input, start + FRAME_SAMPLES - context.length, context, 0, context.length);
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
