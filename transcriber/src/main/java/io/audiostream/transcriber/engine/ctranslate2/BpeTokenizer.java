package io.audiostream.transcriber.engine.ctranslate2;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Encodes text to tokens by byte pair encoding, as GPT-2's tokenizer does. A pattern splits the text into words. Within
 * a word, the adjacent pair with the lowest token id is merged until no pair is a token. No part of the text becomes a
 * special token. Thread-safe.
 */
final class BpeTokenizer {

    private static final Pattern WORD = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    /** Maximum length of a word, in bytes. Longer words are split, because the time is quadratic in the length. */
    private static final int MAX_WORD_BYTES = 1_000;

    private final Vocabulary vocabulary;

    BpeTokenizer(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Returns the ids of the text's tokens. */
    List<Integer> encode(String text) {
        List<Integer> ids = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            String escaped = Vocabulary.escape(words.group());
            for (int from = 0; from < escaped.length(); from += MAX_WORD_BYTES) {
                encodeWord(escaped.substring(from, Math.min(escaped.length(), from + MAX_WORD_BYTES)), ids);
            }
        }
        return ids;
    }

    private void encodeWord(String word, List<Integer> ids) {
        // Part i extends from starts[i] to starts[i + 1]. ranks[i] is the id of parts i and i + 1 together.
        List<Integer> starts = new ArrayList<>();
        List<Integer> ranks = new ArrayList<>();
        for (int i = 0; i <= word.length(); i++) {
            starts.add(i);
        }
        for (int i = 0; i + 1 < word.length(); i++) {
            ranks.add(rank(word, starts, i));
        }
        for (int best = lowestRank(ranks); best >= 0; best = lowestRank(ranks)) {
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

    private static int lowestRank(List<Integer> ranks) {
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
