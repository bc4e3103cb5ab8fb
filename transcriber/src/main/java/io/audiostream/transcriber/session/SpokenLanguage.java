package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.Transcript;
import org.jspecify.annotations.Nullable;

/**
 * The language of an utterance. It is fixed once the audio suffices to detect it reliably. Written on the session's
 * executor, read by decode workers.
 */
final class SpokenLanguage {

    /** Audio, in ms, from which a language is certain if its probability is high. */
    static final long SHORT_MILLIS = 1_500;

    private static final double HIGH_PROBABILITY = 0.9;

    /** Audio, in ms, from which a language is fixed if its probability is at least medium. */
    private static final long LONG_MILLIS = 5_000;

    private static final double MEDIUM_PROBABILITY = 0.7;

    /** Probability below which text in a language that is not fixed is not sent: it is probably another language. */
    private static final double LOW_PROBABILITY = 0.5;

    private volatile @Nullable String fixed;
    private String code = "";
    private double probability;

    /** @param given the language that the client named, or null to detect it */
    SpokenLanguage(@Nullable String given) {
        fixed = given;
        code = given == null ? "" : given;
    }

    /** Returns the language for the next decode, or null to detect it. */
    @Nullable
    String fixed() {
        return fixed;
    }

    boolean isFixed() {
        return fixed != null;
    }

    /**
     * Returns whether text in the detected language may be sent. Another language than before must be certain.
     *
     * @param likely the language of the utterance before, or null
     */
    boolean plausible(@Nullable String likely) {
        return isFixed() || (likely == null || likely.equals(code)) && probability >= LOW_PROBABILITY;
    }

    String code() {
        return code;
    }

    /** Returns the probability of the detected language, or 0 for one that the client named. */
    double probability() {
        return probability;
    }

    /**
     * Takes over the language of a decode.
     *
     * @param audioMillis length of the decoded window
     */
    void detected(Transcript transcript, long audioMillis) {
        if (fixed != null) {
            return;
        }
        code = transcript.language();
        probability = transcript.languageProbability();
        if (isCertain(probability, audioMillis, LONG_MILLIS)) {
            fixed = code;
        }
    }

    /**
     * Returns whether a detected language is certain: with a high probability from {@link #SHORT_MILLIS} on, with a
     * medium one from {@code longMillis} on.
     *
     * @param millis length of the audio, in ms
     */
    static boolean isCertain(double probability, long millis, long longMillis) {
        return millis >= SHORT_MILLIS && probability >= HIGH_PROBABILITY
                || millis >= longMillis && probability >= MEDIUM_PROBABILITY;
    }

    /** Fixes the detected language, because no more audio follows. */
    void fix() {
        if (fixed == null && !code.isEmpty()) {
            fixed = code;
        }
    }
}
