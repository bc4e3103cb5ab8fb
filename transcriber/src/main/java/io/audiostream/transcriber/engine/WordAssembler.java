package io.audiostream.transcriber.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Assembles tokens into words. A token that starts with a space starts a word. In languages written without spaces,
 * each group of whole characters that the model emits is a word. A character may be split among several tokens, so
 * bytes are collected before they are decoded. Holds the state of one text. Not thread-safe.
 */
public final class WordAssembler {

    /** Codes of the languages that are written without spaces between words. */
    private static final Set<String> UNSPACED = Set.of("zh", "ja", "th", "lo", "my", "km", "bo", "yue");

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final ByteArrayOutputStream word = new ByteArrayOutputStream();
    private final List<SpokenWord> words = new ArrayList<>();
    private final boolean spaced;

    private double wordLogProbability;
    private int wordTokens;
    private long wordStart;
    private long wordEnd;
    private double logProbability;
    private final List<Integer> tokenIds = new ArrayList<>();

    /** @param spaced whether the language is written with spaces between words */
    public WordAssembler(boolean spaced) {
        this.spaced = spaced;
    }

    /** Creates an assembler for speech in that language. A translation is English. */
    public static WordAssembler of(String language, boolean translated) {
        return new WordAssembler(translated || !UNSPACED.contains(language));
    }

    /** Adds the text's next token. */
    public void add(Token token) {
        boolean startsWord = spaced ? token.utf8().length > 0 && token.utf8()[0] == ' ' : isWhole(word.toByteArray());
        if (startsWord) {
            endWord();
        }
        if (wordTokens == 0) {
            wordStart = Math.max(wordEnd, token.startCentis() * 10);
        }
        wordEnd = Math.max(Math.max(wordStart, wordEnd), token.endCentis() * 10);
        text.writeBytes(token.utf8());
        word.writeBytes(token.utf8());
        wordLogProbability += token.logProbability();
        wordTokens++;
        logProbability += token.logProbability();
        tokenIds.add(token.id());
    }

    /** Ends the text. Returns it with its words. */
    public Transcript transcript(String language, double languageProbability) {
        endWord();
        String whole = decode(text.toByteArray());
        if (whole.isEmpty()) {
            return new Transcript("", List.of(), 0, List.of(), language, spaced, languageProbability);
        }
        return new Transcript(
                whole, words, mean(logProbability, tokenIds.size()), tokenIds, language, spaced, languageProbability);
    }

    private void endWord() {
        String decoded = decode(word.toByteArray());
        if (!decoded.isEmpty()) {
            words.add(new SpokenWord(decoded, wordStart, wordEnd, mean(wordLogProbability, wordTokens)));
        }
        word.reset();
        wordLogProbability = 0;
        wordTokens = 0;
    }

    private static double mean(double logProbability, int count) {
        return Math.min(1, Math.exp(logProbability / count));
    }

    /** Drops an incomplete UTF-8 sequence at the end, left by a decode that stopped inside a character. */
    private static String decode(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8).replace("\uFFFD", "").strip();
    }

    private static boolean isWhole(byte[] utf8) {
        return !new String(utf8, StandardCharsets.UTF_8).contains("\uFFFD");
    }
}
