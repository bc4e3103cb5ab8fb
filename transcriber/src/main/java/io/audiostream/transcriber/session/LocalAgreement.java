package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.SpokenWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * LocalAgreement-2 (Liu et al., "Low-Latency Sequence-to-Sequence Speech Recognition and Translation by Partial
 * Hypothesis Selection", 2020): the common prefix of two consecutive hypotheses of a growing window is settled and
 * never changes again. Two decodes of nearly the same audio always agree, so a minimum of audio must lie between them.
 * The lower the model's confidence in a word, the more audio is required. Holds the state of one segment. Not
 * thread-safe.
 */
final class LocalAgreement {

    /** Words of interims below this confidence are wrong about as often as right, measured with live speech. */
    private static final double HIGH_CONFIDENCE = 0.5;

    /** Most words of interims below this confidence are wrong. */
    private static final double LOW_CONFIDENCE = 0.25;

    private static final long SAMPLES_PER_MILLI = SpeechEngine.SAMPLE_RATE_HERTZ / 1_000;

    // Samples that must follow the first hypothesis with a word before the word is settled.
    private static final long HIGH_CONFIDENCE_DELAY = 300 * SAMPLES_PER_MILLI;
    private static final long MEDIUM_CONFIDENCE_DELAY = 900 * SAMPLES_PER_MILLI;
    private static final long LOW_CONFIDENCE_DELAY = 1_800 * SAMPLES_PER_MILLI;

    /**
     * Matches between a character that is neither a letter, a digit nor an apostrophe, and one that is a letter or a
     * digit.
     */
    private static final Pattern INNER_PUNCTUATION =
            Pattern.compile("(?<=[^\\p{L}\\p{M}\\p{N}'\u2019])(?=[\\p{L}\\p{N}])");

    private List<SpokenWord> previous = List.of();
    private long[] agreedSince = {};
    private int settled;

    /**
     * Compares the hypothesis of the next decode with the previous one.
     *
     * @param end end of the decoded window, in samples
     * @return the words to send: the settled prefix, followed by the words that the hypothesis has after it
     */
    List<SpokenWord> update(List<SpokenWord> hypothesis, long end) {
        List<SpokenWord> words = keepSettled(hypothesis);
        agreedSince = agreedSince(words, end);
        while (settled < words.size()
                && end - agreedSince[settled]
                        >= settlingDelay(words.get(settled).confidence())) {
            settled++;
        }
        previous = words;
        return words;
    }

    /**
     * Returns, for each word, the end of the first window from which on every hypothesis has the same words up to it.
     */
    private long[] agreedSince(List<SpokenWord> words, long end) {
        long[] since = new long[words.size()];
        boolean same = true;
        for (int i = 0; i < since.length; i++) {
            same = same && i < previous.size() && normalize(previous.get(i)).equals(normalize(words.get(i)));
            since[i] = same ? agreedSince[i] : end;
        }
        return since;
    }

    private static long settlingDelay(double confidence) {
        if (confidence >= HIGH_CONFIDENCE) {
            return HIGH_CONFIDENCE_DELAY;
        }
        return confidence >= LOW_CONFIDENCE ? MEDIUM_CONFIDENCE_DELAY : LOW_CONFIDENCE_DELAY;
    }

    /** Settles all words of the hypothesis for the whole segment. Returns the words of the final. */
    List<SpokenWord> finish(List<SpokenWord> hypothesis) {
        List<SpokenWord> words = keepSettled(hypothesis);
        settled = words.size();
        previous = words;
        return words;
    }

    /** Returns how many of the words last returned are settled. */
    int settled() {
        return settled;
    }

    private List<SpokenWord> keepSettled(List<SpokenWord> hypothesis) {
        List<SpokenWord> prefix = previous.subList(0, settled);
        if (commonPrefix(prefix, hypothesis) == settled) {
            return List.copyOf(hypothesis);
        }
        List<SpokenWord> words = new ArrayList<>(prefix);
        List<SpokenWord> pieces =
                hypothesis.stream().flatMap(LocalAgreement::splitAtPunctuation).toList();
        words.addAll(pieces.subList(closestPrefix(prefix, pieces), pieces.size()));
        return List.copyOf(words);
    }

    /** Splits a word such as "one-two", because an earlier hypothesis may have had "one, two". */
    private static Stream<SpokenWord> splitAtPunctuation(SpokenWord word) {
        return INNER_PUNCTUATION
                .splitAsStream(word.text())
                .map(piece -> new SpokenWord(piece, word.startMillis(), word.endMillis(), word.confidence()));
    }

    private static int commonPrefix(List<SpokenWord> a, List<SpokenWord> b) {
        int n = 0;
        while (n < a.size() && n < b.size() && a.get(n).text().equals(b.get(n).text())) {
            n++;
        }
        return n;
    }

    /**
     * Returns the number of words at the start of {@code hypothesis} with the smallest edit distance to {@code prefix};
     * of several such numbers, the largest.
     */
    private static int closestPrefix(List<SpokenWord> prefix, List<SpokenWord> hypothesis) {
        int[] distance = new int[hypothesis.size() + 1];
        for (int j = 0; j <= hypothesis.size(); j++) {
            distance[j] = j;
        }
        for (SpokenWord word : prefix) {
            int diagonal = distance[0]++;
            for (int j = 1; j <= hypothesis.size(); j++) {
                int substitution = diagonal + (normalize(word).equals(normalize(hypothesis.get(j - 1))) ? 0 : 1);
                diagonal = distance[j];
                distance[j] = Math.min(substitution, 1 + Math.min(distance[j], distance[j - 1]));
            }
        }
        int best = 0;
        for (int j = 1; j <= hypothesis.size(); j++) {
            if (distance[j] <= distance[best]) {
                best = j;
            }
        }
        return best;
    }

    /** Removes case and punctuation, which change from decode to decode more often than the word does. */
    private static String normalize(SpokenWord word) {
        return word.text().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
