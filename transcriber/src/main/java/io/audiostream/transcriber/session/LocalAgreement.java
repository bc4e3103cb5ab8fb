package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import io.audiostream.transcriber.engine.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * LocalAgreement-2 (Liu et al., "Low-Latency Sequence-to-Sequence Speech Recognition and Translation by Partial
 * Hypothesis Selection", 2020): the common prefix of consecutive hypotheses of a growing window is settled and never
 * changes again. Two decodes of nearly the same audio always agree, so a minimum of audio must lie between them. The
 * lower the model's confidence in a word, the more audio is required.
 *
 * <p>A word settles only when the next word has begun. A hypothesis counts only if the word's audio lies before the end
 * of the window, as the decoder's cross-attention shows (AlignAtt, Papi et al., 2023). Until then the word may still
 * grow. The punctuation after the last settled word does not settle with it. Holds the state of one utterance. Not
 * thread-safe.
 */
final class LocalAgreement {

    /** Words of interims below this confidence are wrong about as often as right, measured with live speech. */
    private static final double HIGH_CONFIDENCE = 0.5;

    /** Most words of interims below this confidence are wrong. */
    private static final double LOW_CONFIDENCE = 0.25;

    // Audio, in ms, that must follow the first hypothesis with a word before the word is settled.
    private static final long HIGH_CONFIDENCE_DELAY_MILLIS = 300;
    private static final long MEDIUM_CONFIDENCE_DELAY_MILLIS = 900;
    private static final long LOW_CONFIDENCE_DELAY_MILLIS = 1_800;

    /** Audio, in ms, between the end of a settled word and the end of the window. */
    private static final long MARGIN_MILLIS = 200;

    /** For a word that may still grow. */
    private static final long NEVER = Long.MAX_VALUE;

    /** A word of the last hypothesis, and the end of the first window from which on every hypothesis counted. */
    private record Agreed(String word, long sinceMillis) {}

    private List<Agreed> previous = List.of();

    /**
     * Compares the hypothesis of the next decode with the previous one.
     *
     * @param tail the hypothesis after the settled tokens
     * @param endMillis end of the decoded window
     * @param limitMillis time after which no word settles yet
     * @return the number of tokens at the start of {@code tail} that are now settled
     */
    int update(List<Token> tail, long endMillis, long limitMillis) {
        List<Word> words = words(tail);
        List<Agreed> agreed = new ArrayList<>();
        boolean same = true;
        for (int i = 0; i < words.size(); i++) {
            String text = words.get(i).normalized();
            same = same && i < previous.size() && previous.get(i).word().equals(text);
            boolean heard = words.get(i).endMillis() <= endMillis - MARGIN_MILLIS;
            long since = !heard ? NEVER : same ? Math.min(previous.get(i).sinceMillis(), endMillis) : endMillis;
            agreed.add(new Agreed(text, since));
        }
        int settled = 0;
        while (settled < words.size() - 1
                && words.get(settled).middleMillis() < limitMillis
                && agreed.get(settled).sinceMillis() != NEVER
                && endMillis - agreed.get(settled).sinceMillis()
                        >= settlingDelay(words.get(settled).confidence())) {
            settled++;
        }
        previous = List.copyOf(agreed.subList(settled, agreed.size()));
        return settled == 0 ? 0 : words.get(settled - 1).tokenCount();
    }

    /** Forgets the previous hypothesis. */
    void reset() {
        previous = List.of();
    }

    /**
     * A word of a hypothesis.
     *
     * @param normalized without case and punctuation, which change from decode to decode more often than the word
     * @param tokenCount number of tokens up to its last letter
     * @param confidence that of its tokens, or that the word ends there if this is lower: the probability of the next
     *     token, which could have continued the word
     */
    private record Word(String normalized, int tokenCount, long middleMillis, long endMillis, double confidence) {}

    private static List<Word> words(List<Token> tail) {
        List<Word> words = new ArrayList<>();
        int from = 0;
        for (List<Token> word : TokenText.parts(tail)) {
            List<Token> spoken = withoutPunctuation(word);
            if (!spoken.isEmpty()) {
                int end = from + spoken.size();
                double endProbability = end < tail.size() ? Transcript.confidence(tail.subList(end, end + 1)) : 0;
                words.add(new Word(
                        normalized(spoken),
                        end,
                        TokenText.middleMillis(spoken),
                        spoken.getLast().endMillis(),
                        Math.min(Transcript.confidence(spoken), endProbability)));
            }
            from += word.size();
        }
        return words;
    }

    /** Returns the text for a comparison. Text with incomplete characters is equal only if its tokens are. */
    private static String normalized(List<Token> word) {
        return TokenText.isWhole(word)
                ? TokenText.of(word).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{M}\\p{N}]", "")
                : word.stream().map(Token::id).toList().toString();
    }

    /** Returns the tokens up to the last one with a letter or a digit. */
    static List<Token> withoutPunctuation(List<Token> word) {
        int end = word.size();
        while (end > 0 && !TokenText.mayHaveLetter(word.get(end - 1))) {
            end--;
        }
        return word.subList(0, end);
    }

    private static long settlingDelay(double confidence) {
        if (confidence >= HIGH_CONFIDENCE) {
            return HIGH_CONFIDENCE_DELAY_MILLIS;
        }
        return confidence >= LOW_CONFIDENCE ? MEDIUM_CONFIDENCE_DELAY_MILLIS : LOW_CONFIDENCE_DELAY_MILLIS;
    }
}
