package io.audiostream.transcriber.grpc;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Words that were replaced, left out or added. */
final class WordErrors {

    private static final List<String> NUMBERS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

    private WordErrors() {}

    /** Plain words: lower case, no punctuation, numbers up to ten written out. */
    static List<String> words(String text) {
        return Arrays.stream(Normalizer.normalize(text, Normalizer.Form.NFC)
                        .toLowerCase(Locale.ROOT)
                        .split("[^\\p{L}\\p{N}']+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.matches("\\d|10") ? NUMBERS.get(Integer.parseInt(word)) : word)
                .toList();
    }

    /** The Levenshtein distance between the words of two texts. */
    static int between(String spoken, String heard) {
        List<String> reference = words(spoken);
        List<String> found = words(heard);
        int[] row = new int[found.size() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (String word : reference) {
            int diagonal = row[0]++;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (word.equals(found.get(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[found.size()];
    }
}
