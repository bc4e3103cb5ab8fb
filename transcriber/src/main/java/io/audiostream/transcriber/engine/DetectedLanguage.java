package io.audiostream.transcriber.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

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
     * Returns the languages that the window may have, the most probable first: one, or two if it is ambiguous. Their
     * probabilities are those among the candidates of the request. The language that the speaker used before gets a
     * higher weight, by Bayes' rule.
     *
     * @param probabilities the model's probability of each language
     * @throws IllegalArgumentException if no code is a candidate of the request
     */
    public static List<DetectedLanguage> candidates(List<String> codes, float[] probabilities, DecodeRequest request) {
        Set<String> among = request.candidateLanguages();
        double sum = 0;
        List<DetectedLanguage> weighted = new ArrayList<>();
        for (int i = 0; i < probabilities.length; i++) {
            String code = codes.get(i);
            if (among.isEmpty() || among.contains(code)) {
                double weight = probabilities[i] * (code.equals(request.likelyLanguage()) ? LIKELY_WEIGHT : 1);
                sum += weight;
                weighted.add(new DetectedLanguage(code, weight));
            }
        }
        if (weighted.isEmpty()) {
            throw new IllegalArgumentException("the model does not support any of the languages " + among);
        }
        double total = sum;
        List<DetectedLanguage> best = weighted.stream()
                .map(each -> new DetectedLanguage(each.code(), share(each.probability(), total, weighted.size())))
                .sorted(Comparator.comparingDouble(DetectedLanguage::probability)
                        .reversed())
                .limit(2)
                .toList();
        return best.getLast().probability() < MIN_CANDIDATE_PROBABILITY ? best.subList(0, 1) : best;
    }

    /** Returns the share of a weight; equal shares if the probabilities of all candidates are too small for a float. */
    private static double share(double weight, double total, int count) {
        return total > 0 ? Math.clamp(weight / total, 0, 1) : 1.0 / count;
    }
}
