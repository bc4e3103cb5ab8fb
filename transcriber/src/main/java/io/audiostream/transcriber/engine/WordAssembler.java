package io.audiostream.transcriber.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Puts tokens together into words. A token that begins with a space begins a word; in languages written without spaces
 * each whole character group that the model emits is a word. A character may be spread over several tokens, so bytes
 * are gathered before they are read as text. One use, one thread.
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

    /** For what is decoded from speech in that language; a translation is English. */
    public static WordAssembler of(String language, boolean translated) {
        return new WordAssembler(translated || !UNSPACED.contains(language));
    }

    /** Takes the text's next token. */
    public void add(Token token) {
        boolean begins = spaced ? token.utf8().length > 0 && token.utf8()[0] == ' ' : isWhole(word.toByteArray());
        if (begins) {
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

    /** All that was added, as text and words. */
    public Transcript transcript(String language, double languageProbability) {
        endWord();
        String whole = read(text.toByteArray());
        if (whole.isEmpty()) {
            return new Transcript("", List.of(), 0, List.of(), language, spaced, languageProbability);
        }
        return new Transcript(
                whole, words, mean(logProbability, tokenIds.size()), tokenIds, language, spaced, languageProbability);
    }

    private void endWord() {
        String read = read(word.toByteArray());
        if (!read.isEmpty()) {
            words.add(new SpokenWord(read, wordStart, wordEnd, mean(wordLogProbability, wordTokens)));
        }
        word.reset();
        wordLogProbability = 0;
        wordTokens = 0;
    }

    private static double mean(double logProbability, int count) {
        return Math.min(1, Math.exp(logProbability / count));
    }

    /** What a decode that stopped within a character left of it is dropped. */
    private static String read(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8).replace("\uFFFD", "").strip();
    }

    private static boolean isWhole(byte[] utf8) {
        return !new String(utf8, StandardCharsets.UTF_8).contains("\uFFFD");
    }
}
