package io.audiostream.transcriber.engine;

import java.io.ByteArrayOutputStream;
import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The text of tokens, and where its words begin. A word begins at a token that begins with a space, and between two
 * letters of which one belongs to a script that is written without spaces. A language is not needed, so a text may mix
 * scripts. Punctuation belongs to the word before it.
 */
public final class TokenText {

    /** Scripts that are written without spaces between words. */
    private static final Set<UnicodeScript> UNSPACED = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR,
            UnicodeScript.TIBETAN);

    /** Punctuation that stands within words. */
    private static final String APOSTROPHES = "'\u2019\u02BC";

    /**
     * Length, in ms, from which a word is no word but many, which the model wrote without spaces: a long number,
     * letters that are spelled, or counting as in "1-2-3-4".
     */
    static final long OVERLONG_MILLIS = 6_000;

    private TokenText() {}

    /** Returns the middle of the audio of a word, in ms. */
    public static long middleMillis(List<Token> word) {
        return (word.getFirst().startMillis() + word.getLast().endMillis()) / 2;
    }

    /** Returns the text, without surrounding space. Drops an incomplete character at its end. */
    public static String of(List<Token> tokens) {
        // Only the end can be incomplete: the model completes every character that it begins, unless its text is cut.
        return new String(bytes(tokens), StandardCharsets.UTF_8)
                .replace("\uFFFD", "")
                .strip();
    }

    /** Returns the text's words, in order. Each is a list of at least one token. Together they are all tokens. */
    public static List<List<Token>> words(List<Token> tokens) {
        return split(tokens, (_, before, first) -> isBoundary(before, first));
    }

    /** Where a text may be parted. */
    @FunctionalInterface
    private interface Boundary {

        /**
         * @param before the code point before the token
         * @param first the token's first code point
         */
        boolean isBefore(Token token, int before, int first);
    }

    private static List<List<Token>> split(List<Token> tokens, Boundary boundary) {
        byte[] text = bytes(tokens);
        List<List<Token>> parts = new ArrayList<>();
        int partStart = 0;
        int at = 0;
        for (int i = 0; i < tokens.size(); i++) {
            if (i > partStart && isBoundaryAt(text, at, tokens.get(i), boundary)) {
                parts.add(List.copyOf(tokens.subList(partStart, i)));
                partStart = i;
            }
            at += tokens.get(i).utf8().length;
        }
        if (partStart < tokens.size()) {
            parts.add(List.copyOf(tokens.subList(partStart, tokens.size())));
        }
        return parts;
    }

    /**
     * Returns the text's words like {@link #words}, but parts those that are too long for one word between their
     * tokens. So a text that the model writes without spaces still has places at which it can settle or end.
     */
    public static List<List<Token>> parts(List<Token> tokens) {
        return parts(tokens, OVERLONG_MILLIS);
    }

    /**
     * Works like {@link #parts(List)}, but parts all words from a length on.
     *
     * @param millis length of a word, in ms
     */
    public static List<List<Token>> parts(List<Token> tokens, long millis) {
        return words(tokens).stream()
                .flatMap(word -> isLonger(word, millis)
                        ? split(word, TokenText::isBoundaryInOverlong).stream()
                        : Stream.of(word))
                .toList();
    }

    private static boolean isLonger(List<Token> word, long millis) {
        return word.getLast().endMillis() - word.getFirst().startMillis() >= millis;
    }

    /** Returns the text's words with their times, without those that have no text. */
    public static List<SpokenWord> spokenWords(List<Token> tokens) {
        return words(tokens).stream()
                .map(SpokenWord::of)
                .filter(word -> !word.text().isEmpty())
                .toList();
    }

    /** Returns whether a word can begin after a text that ends with this code point and before the other one. */
    static boolean isBoundary(int before, int after) {
        if (Character.isWhitespace(after)) {
            return true;
        }
        return Character.isLetterOrDigit(after) && (isUnspaced(before) || isUnspaced(after));
    }

    /** Punctuation belongs to the part before it, and an apostrophe or a mark to the letters around it. */
    private static boolean isBoundaryInOverlong(Token token, int before, int first) {
        return mayHaveLetter(token) && !isJoining(before) && !isJoining(first);
    }

    /**
     * Returns whether other words may be inserted before a token: between two words, and within a text without spaces
     * between numbers or after punctuation, but not between two letters.
     */
    public static boolean mayInsertBefore(List<Token> tokens, int index) {
        int at = bytes(tokens.subList(0, index)).length;
        return isBoundaryAt(bytes(tokens), at, tokens.get(index), TokenText::isBoundaryBetweenLetters);
    }

    private static boolean isBoundaryBetweenLetters(Token token, int before, int first) {
        boolean withinWord = isInWord(before) && (isInWord(first) || Character.isDigit(first));
        return isBoundary(before, first) || mayHaveLetter(token) && !withinWord;
    }

    private static boolean isInWord(int codePoint) {
        return Character.isLetter(codePoint) || isJoining(codePoint);
    }

    /** Returns whether a token begins with the rest of a character. */
    static boolean beginsInsideCharacter(Token token) {
        return token.utf8().length > 0 && isContinuation(token.utf8()[0]);
    }

    /** Returns whether a token has whole characters only. */
    static boolean isWhole(Token token) {
        return isWhole(List.of(token));
    }

    /** Returns whether tokens have whole characters only. */
    public static boolean isWhole(List<Token> tokens) {
        return new String(bytes(tokens), StandardCharsets.UTF_8).indexOf(0xFFFD) < 0;
    }

    private static boolean isJoining(int codePoint) {
        return isMark(codePoint) || APOSTROPHES.indexOf(codePoint) >= 0;
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** Returns whether a character belongs to a script that is written without spaces, or to its punctuation. */
    public static boolean isUnspaced(int codePoint) {
        return UNSPACED.contains(UnicodeScript.of(codePoint))
                || codePoint >= 0x3000 && codePoint <= 0x30FF // CJK punctuation, and the mark of long vowels
                || codePoint >= 0xFF00 && codePoint <= 0xFFEF; // full-width forms
    }

    /** Returns whether a token has a letter, a mark or a digit, or a part of one. */
    public static boolean mayHaveLetter(Token token) {
        return new String(token.utf8(), StandardCharsets.UTF_8)
                .codePoints()
                .anyMatch(each -> Character.isLetterOrDigit(each) || isMark(each) || each == 0xFFFD);
    }

    private static boolean isBoundaryAt(byte[] text, int at, Token token, Boundary boundary) {
        if (at >= text.length || isContinuation(text[at])) {
            return false; // the token is empty, or begins inside a character
        }
        int before = at - 1;
        while (before > 0 && isContinuation(text[before])) {
            before--;
        }
        return boundary.isBefore(token, codePoint(text, before), codePoint(text, at));
    }

    private static boolean isContinuation(byte utf8) {
        return (utf8 & 0xC0) == 0x80;
    }

    /** Returns the character that begins at a position, or U+FFFD if it is incomplete. */
    private static int codePoint(byte[] utf8, int from) {
        int end = from + 1;
        while (end < utf8.length && isContinuation(utf8[end])) {
            end++;
        }
        return new String(utf8, from, end - from, StandardCharsets.UTF_8).codePointAt(0);
    }

    private static byte[] bytes(List<Token> tokens) {
        var bytes = new ByteArrayOutputStream();
        tokens.forEach(token -> bytes.writeBytes(token.utf8()));
        return bytes.toByteArray();
    }
}
