package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.SpokenWord;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * LocalAgreement-2 (Liu et al., "Low-Latency Sequence-to-Sequence Speech Recognition and Translation by Partial
 * Hypothesis Selection", 2020): the words that two consecutive decodes of a growing window agree on, from its
 * beginning, are settled and never change again. Two decodes of nearly the same audio agree by themselves, so there
 * must be some audio between them; and the less sure the model is of a word, the longer decodes must go on saying it.
 * One segment's; one thread.
 */
final class LocalAgreement {

    /** Less likely words than this are wrong about as often as right while the audio grows: found with live speech. */
    private static final double SURE = 0.5;

    /** Words below this are mostly wrong. */
    private static final double DOUBTFUL = 0.25;

    private static final long MILLIS = SpeechEngine.SAMPLE_RATE_HERTZ / 1_000;

    // How much audio must have come, in samples, since a word was found first.
    private static final long WHEN_SURE = 300 * MILLIS;
    private static final long WHEN_NOT_SURE = 900 * MILLIS;
    private static final long WHEN_DOUBTFUL = 1_800 * MILLIS;

    /** Between a character that is neither a letter, a digit nor an apostrophe, and one that is a letter or a digit. */
    private static final Pattern INNER_PUNCTUATION =
            Pattern.compile("(?<=[^\\p{L}\\p{M}\\p{N}'\u2019])(?=[\\p{L}\\p{N}])");

    private List<SpokenWord> previous = List.of();
    private long[] foundAt = {};
    private int settled;

    /**
     * Takes the next decode of the window.
     *
     * @param end where the window ends, in samples
     * @return the words to show: what was settled before, followed by what the decode says comes after it
     */
    List<SpokenWord> update(List<SpokenWord> decode, long end) {
        List<SpokenWord> shown = keepSettled(decode);
        foundAt = foundAt(shown, end);
        while (settled < shown.size()
                && end - foundAt[settled] >= enough(shown.get(settled).confidence())) {
            settled++;
        }
        previous = shown;
        return shown;
    }

    /** Where the window ended when all decodes since, this one included, began to say the same up to each word. */
    private long[] foundAt(List<SpokenWord> shown, long end) {
        long[] found = new long[shown.size()];
        boolean same = true;
        for (int i = 0; i < found.length; i++) {
            same = same && i < previous.size() && bare(previous.get(i)).equals(bare(shown.get(i)));
            found[i] = same ? foundAt[i] : end;
        }
        return found;
    }

    private static long enough(double confidence) {
        if (confidence >= SURE) {
            return WHEN_SURE;
        }
        return confidence >= DOUBTFUL ? WHEN_NOT_SURE : WHEN_DOUBTFUL;
    }

    /** Takes the decode of the whole segment, after which everything is settled. */
    List<SpokenWord> finish(List<SpokenWord> decode) {
        List<SpokenWord> shown = keepSettled(decode);
        settled = shown.size();
        previous = shown;
        return shown;
    }

    /** How many of the words last returned are settled. */
    int settled() {
        return settled;
    }

    private List<SpokenWord> keepSettled(List<SpokenWord> decode) {
        List<SpokenWord> kept = previous.subList(0, settled);
        if (commonPrefix(kept, decode) == settled) {
            return List.copyOf(decode);
        }
        List<SpokenWord> shown = new ArrayList<>(kept);
        List<SpokenWord> pieces =
                decode.stream().flatMap(LocalAgreement::pieces).toList();
        shown.addAll(pieces.subList(closestPrefix(kept, pieces), pieces.size()));
        return List.copyOf(shown);
    }

    /** "one-two" may have been "one, two" before. */
    private static Stream<SpokenWord> pieces(SpokenWord word) {
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
     * Length of the beginning of {@code decode} that is closest to {@code kept} by edit distance, the longest of
     * equals.
     */
    private static int closestPrefix(List<SpokenWord> kept, List<SpokenWord> decode) {
        int[] distance = new int[decode.size() + 1];
        for (int j = 0; j <= decode.size(); j++) {
            distance[j] = j;
        }
        for (SpokenWord word : kept) {
            int diagonal = distance[0]++;
            for (int j = 1; j <= decode.size(); j++) {
                int substitution = diagonal + (bare(word).equals(bare(decode.get(j - 1))) ? 0 : 1);
                diagonal = distance[j];
                distance[j] = Math.min(substitution, 1 + Math.min(distance[j], distance[j - 1]));
            }
        }
        int best = 0;
        for (int j = 1; j <= decode.size(); j++) {
            if (distance[j] <= distance[best]) {
                best = j;
            }
        }
        return best;
    }

    /** Case and punctuation change from decode to decode more often than the word does. */
    private static String bare(SpokenWord word) {
        return word.text().toLowerCase(java.util.Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
