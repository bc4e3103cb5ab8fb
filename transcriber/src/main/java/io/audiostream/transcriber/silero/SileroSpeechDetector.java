package io.audiostream.transcriber.silero;

import io.audiostream.transcriber.audio.SpeechDetector;
import java.util.Arrays;

/**
 * Tells speech in one stream with Silero VAD, also from music and noise that come and go.
 *
 * <p>The network misses quiet speech, so it hears the stream as loud as it was trained with: each frame is amplified by what
 * the loudest of the last seconds lacks to {@value #HEARD_AT_DB} dB, and by {@value #MOST_GAIN_DB} dB at the most.
 */
public final class SileroSpeechDetector implements SpeechDetector {

    /** Root mean square of a loud frame of speech, in dB of full scale. */
    private static final double HEARD_AT_DB = -24;

    private static final double MOST_GAIN_DB = 30;

    /** How fast a loud frame is forgotten, in dB a frame: 3 dB a second. */
    private static final double FORGOTTEN_DB = 3.0 * FRAME_SAMPLES / 16_000;

    private final SileroModel model;
    private final float[] input = new float[SileroModel.CONTEXT_SAMPLES + FRAME_SAMPLES];
    private final float[] state = new float[SileroModel.STATE_SIZE];
    private double levelDb = Double.NEGATIVE_INFINITY;

    SileroSpeechDetector(SileroModel model) {
        this.model = model;
    }

    @Override
    public float probability(float[] frame) {
        levelDb = Math.max(decibels(frame), levelDb - FORGOTTEN_DB);
        double gain = Math.pow(10, Math.clamp(HEARD_AT_DB - levelDb, 0, MOST_GAIN_DB) / 20);
        System.arraycopy(input, FRAME_SAMPLES, input, 0, SileroModel.CONTEXT_SAMPLES);
        for (int i = 0; i < FRAME_SAMPLES; i++) {
            input[SileroModel.CONTEXT_SAMPLES + i] = (float) Math.clamp(gain * frame[i], -1, 1);
        }
        return model.probability(input, state);
    }

    @Override
    public void reset() {
        Arrays.fill(input, 0);
        Arrays.fill(state, 0);
        levelDb = Double.NEGATIVE_INFINITY;
    }

    private static double decibels(float[] frame) {
        double sum = 0;
        for (float sample : frame) {
            sum += sample * sample;
        }
        return 10 * Math.log10(sum / frame.length + 1e-12);
    }
}
