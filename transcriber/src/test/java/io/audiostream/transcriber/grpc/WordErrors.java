package io.audiostream.transcriber.grpc;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Counts word errors: substitutions, deletions and insertions. */
final class WordErrors {

    private static final List<String> NUMBERS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

    /** Cost of an error. A lost or added word costs one more. More than the words of a text. */
    private static final int ERROR = 10_000;

    private WordErrors() {}

    /** Normalizes a text to words in lower case without punctuation, with numbers up to ten written out. */
    static List<String> words(String text) {
        return Arrays.stream(Normalizer.normalize(text, Normalizer.Form.NFC)
                        .toLowerCase(Locale.ROOT)
                        .split("[^\\p{L}\\p{N}']+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.matches("\\d|10") ? NUMBERS.get(Integer.parseInt(word)) : word)
                .toList();
    }

    /** Returns each run of two or more words that the text has twice in a row. */
    static List<String> repeatedRuns(String text) {
        List<String> words = words(text);
        List<String> runs = new ArrayList<>();
        for (int from = 0; from < words.size(); from++) {
            for (int length = 2; from + 2 * length <= words.size(); length++) {
                List<String> run = words.subList(from, from + length);
                if (run.equals(words.subList(from + length, from + 2 * length))) {
                    runs.add(String.join(" ", run));
                }
            }
        }
        return runs;
    }

    /** Returns the Levenshtein distance between the words of two texts. */
    static int count(String referenceText, String hypothesisText) {
        return cost(referenceText, hypothesisText) / ERROR;
    }

    /** Returns how many words a text has too few or too many. A misread word is neither. */
    static int countLostAndAdded(String referenceText, String hypothesisText) {
        return cost(referenceText, hypothesisText) % ERROR;
    }

    /** Returns the cost of the fewest errors, and of the alignment with the fewest lost and added words among them. */
    private static int cost(String referenceText, String hypothesisText) {
        List<String> reference = words(referenceText);
        List<String> hypothesis = words(hypothesisText);
        int[] row = new int[hypothesis.size() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j * (ERROR + 1);
        }
        for (String word : reference) {
            int diagonal = row[0];
            row[0] += ERROR + 1;
            for (int j = 1; j < row.length; j++) {
                int substitution = diagonal + (word.equals(hypothesis.get(j - 1)) ? 0 : ERROR);
                diagonal = row[j];
                row[j] = Math.min(substitution, ERROR + 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[hypothesis.size()];
    }
}
