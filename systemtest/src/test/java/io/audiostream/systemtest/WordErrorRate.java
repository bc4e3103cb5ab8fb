package io.audiostream.systemtest;

import java.util.List;

/** Word error rate: substituted, removed and inserted words, in percent of the words of the reference. */
final class WordErrorRate {

    private WordErrorRate() {}

    static double percent(String reference, String text) {
        List<String> expected = words(reference);
        List<String> actual = words(text);
        int[] row = new int[actual.size() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (String word : expected) {
            int diagonal = row[0]++;
            for (int j = 1; j < row.length; j++) {
                int substitution = diagonal + (word.equals(actual.get(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return 100.0 * row[actual.size()] / expected.size();
    }

    private static List<String> words(String text) {
        return List.of(TextNormalizer.normalize(text).split(" "));
    }
}
