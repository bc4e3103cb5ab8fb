package io.audiostream.transcriber.engine;

/**
 * Whether a text is probably what was said. The thresholds of confidence are those of OpenAI's reference decoder:
 * {@code logprob_threshold} and {@code no_speech_threshold} of {@code transcribe}.
 */
public final class TranscriptQuality {

    /** Minimum confidence of a text: a mean log probability of the tokens of -1.0, here as a probability. */
    static final double MIN_CONFIDENCE = Math.exp(-1.0);

    /** Probability of no speech above which a text of low confidence is taken for silence. */
    static final double MAX_NO_SPEECH = 0.6;

    /** Ratio of confidences from which the second of two results is better. */
    private static final double MIN_IMPROVEMENT = 1.03;

    private static final double MIN_LANGUAGE_IMPROVEMENT = 1.25;

    private TranscriptQuality() {}

    /**
     * Returns whether the model doubts that the window has speech: the text has a low confidence, and the model's
     * probability of speech is low.
     */
    public static boolean doubtsSpeech(Transcript transcript) {
        return transcript.noSpeechProbability() > MAX_NO_SPEECH && transcript.confidence() < MIN_CONFIDENCE;
    }

    /** Returns whether the text has a low confidence. */
    public static boolean isUnreliable(Transcript transcript) {
        return !transcript.tokens().isEmpty() && transcript.confidence() < MIN_CONFIDENCE;
    }

    /** Returns the result that is more probably right: one that does not loop, else the one of higher confidence. */
    public static Transcript better(Transcript first, Transcript second) {
        return better(first, second, MIN_IMPROVEMENT);
    }

    /**
     * Returns the result whose language is more probably right. Whisper also translates, with a confidence that may be
     * a little higher, so the more probable language must be clearly worse.
     *
     * @param probable in the most probable language
     * @param other in the second most probable language
     */
    public static Transcript betterLanguage(Transcript probable, Transcript other) {
        return better(probable, other, MIN_LANGUAGE_IMPROVEMENT);
    }

    private static Transcript better(Transcript first, Transcript second, double minImprovement) {
        boolean firstLoops = first.ending() == Transcript.Ending.LOOP;
        boolean secondLoops = second.ending() == Transcript.Ending.LOOP;
        if (firstLoops != secondLoops) {
            return firstLoops ? second : first;
        }
        return second.confidence() > first.confidence() * minImprovement ? second : first;
    }
}
