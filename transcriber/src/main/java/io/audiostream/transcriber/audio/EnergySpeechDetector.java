package io.audiostream.transcriber.audio;

/**
 * Takes for speech what stands out from the background: a frame whose energy is well above the quietest of the last
 * seconds (minimum statistics, after R. Martin, "Noise power spectral density estimation based on optimal smoothing and
 * minimum statistics", 2001). Pre-emphasis keeps hum out. In doubt it says speech: a word that is lost is worse than noise
 * that is decoded.
 */
public final class EnergySpeechDetector implements SpeechDetector {

    /** Below this nothing is speech, in dB of full scale after pre-emphasis. */
    private static final double SILENCE_DB = -62;

    /** The background is never taken to be louder than this, or loud speech without a pause would be taken for it. */
    private static final double LOUDEST_BACKGROUND_DB = -45;

    /** How far speech stands out, in dB: probability 0.5. */
    private static final double MARGIN_DB = 9;

    private static final double SLOPE_DB = 2;
    private static final float PRE_EMPHASIS = 0.97f;

    /** Five seconds. */
    private static final int WINDOW_FRAMES = 5 * 16_000 / FRAME_SAMPLES;

    private final double[] recent = new double[WINDOW_FRAMES];
    private int frames;
    private float before;

    @Override
    public float probability(float[] frame) {
        double level = level(frame);
        recent[frames % WINDOW_FRAMES] = level;
        frames++;
        if (level < SILENCE_DB) {
            return 0;
        }
        double above = level - background() - MARGIN_DB;
        return (float) (1 / (1 + Math.exp(-above / SLOPE_DB)));
    }

    @Override
    public void reset() {
        frames = 0;
        before = 0;
    }

    private double level(float[] frame) {
        double sum = 0;
        for (float sample : frame) {
            double emphasised = sample - PRE_EMPHASIS * before;
            before = sample;
            sum += emphasised * emphasised;
        }
        return 10 * Math.log10(sum / frame.length + 1e-12);
    }

    private double background() {
        // What came before the stream is taken for silence.
        double quietest = frames < WINDOW_FRAMES ? SILENCE_DB : LOUDEST_BACKGROUND_DB;
        for (int i = 0; i < Math.min(frames, WINDOW_FRAMES); i++) {
            quietest = Math.min(quietest, recent[i]);
        }
        return Math.max(quietest, SILENCE_DB);
    }
}
