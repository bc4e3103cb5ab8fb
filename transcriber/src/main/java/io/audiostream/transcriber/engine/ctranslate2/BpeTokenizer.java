package io.audiostream.transcriber.engine.ctranslate2;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns text into tokens by byte pair encoding, as GPT-2's tokenizer does: words are split off by a pattern, and within
 * a word the neighbours whose union was learned first are joined until none is known. Nothing in the text becomes a
 * special token.
 */
final class BpeTokenizer {

    private static final Pattern WORD = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    /** Longer words are cut, so that no text takes long. */
    private static final int LONGEST_WORD = 1_000;

    private final Vocabulary vocabulary;

    BpeTokenizer(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    List<Integer> encode(String text) {
        List<Integer> ids = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            String written = Vocabulary.written(words.group());
            for (int from = 0; from < written.length(); from += LONGEST_WORD) {
                join(written.substring(from, Math.min(written.length(), from + LONGEST_WORD)), ids);
            }
        }
        return ids;
    }

    private void join(String word, List<Integer> ids) {
        // Part i reaches from starts[i] to starts[i + 1]; ranks[i] is the id of parts i and i + 1 together.
        List<Integer> starts = new ArrayList<>();
        List<Integer> ranks = new ArrayList<>();
        for (int i = 0; i <= word.length(); i++) {
            starts.add(i);
        }
        for (int i = 0; i + 1 < word.length(); i++) {
            ranks.add(rank(word, starts, i));
        }
        for (int best = first(ranks); best >= 0; best = first(ranks)) {
            starts.remove(best + 1);
            ranks.remove(best);
            if (best < ranks.size()) {
                ranks.set(best, rank(word, starts, best));
            }
            if (best > 0) {
                ranks.set(best - 1, rank(word, starts, best - 1));
            }
        }
        for (int i = 0; i + 1 < starts.size(); i++) {
            Integer id = vocabulary.idOf(word.substring(starts.get(i), starts.get(i + 1)));
            if (id == null) {
                throw new IllegalStateException("every byte has a token");
            }
            ids.add(id);
        }
    }

    private int rank(String word, List<Integer> starts, int part) {
        Integer id = vocabulary.idOf(word.substring(starts.get(part), starts.get(part + 2)));
        return id == null ? Integer.MAX_VALUE : id;
    }

    private static int first(List<Integer> ranks) {
        int best = -1;
        int lowest = Integer.MAX_VALUE;
        for (int i = 0; i < ranks.size(); i++) {
            if (ranks.get(i) < lowest) {
                lowest = ranks.get(i);
                best = i;
            }
        }
        return best;
    }
}
