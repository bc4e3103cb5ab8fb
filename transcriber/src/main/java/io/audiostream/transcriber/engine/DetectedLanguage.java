package io.audiostream.transcriber.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The language of a window.
 *
 * @param code as the model names it
 * @param probability its probability, 0 to 1; 0 when the request named the language
 */
public record DetectedLanguage(String code, double probability) {

    /** Weight of the language that the speaker used before, relative to each other language. */
    private static final double LIKELY_WEIGHT = 1.5;

    /** Probability from which the second most probable language is a candidate. */
    private static final double MIN_CANDIDATE_PROBABILITY = 0.15;

    /**
     * Returns the languages that the window may have, the most probable first: one, or two if it is ambiguous.
     *
     * @param probabilities the model's probability of each language
     * @param likely the language that the speaker used before, or null. It gets a higher weight, by Bayes' rule.
     */
    public static List<DetectedLanguage> candidates(
            List<String> codes, float[] probabilities, @Nullable String likely) {
        double sum = 0;
        List<DetectedLanguage> weighted = new ArrayList<>();
        for (int i = 0; i < probabilities.length; i++) {
            double weight = probabilities[i] * (codes.get(i).equals(likely) ? LIKELY_WEIGHT : 1);
            sum += weight;
            weighted.add(new DetectedLanguage(codes.get(i), weight));
        }
        double total = sum;
        List<DetectedLanguage> best = weighted.stream()
                .map(each -> new DetectedLanguage(each.code(), Math.clamp(each.probability() / total, 0, 1)))
                .sorted(Comparator.comparingDouble(DetectedLanguage::probability)
                        .reversed())
                .limit(2)
                .toList();
        return best.getLast().probability() < MIN_CANDIDATE_PROBABILITY ? best.subList(0, 1) : best;
    }
}
