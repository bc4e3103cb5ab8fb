package io.audiostream.transcriber.engine;

import java.io.ByteArrayOutputStream;
import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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
        byte[] text = bytes(tokens);
        List<List<Token>> words = new ArrayList<>();
        int wordStart = 0;
        int at = 0;
        for (int i = 0; i < tokens.size(); i++) {
            if (i > wordStart && startsWord(text, at)) {
                words.add(List.copyOf(tokens.subList(wordStart, i)));
                wordStart = i;
            }
            at += tokens.get(i).utf8().length;
        }
        if (wordStart < tokens.size()) {
            words.add(List.copyOf(tokens.subList(wordStart, tokens.size())));
        }
        return words;
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
                .anyMatch(each -> Character.isLetterOrDigit(each)
                        || Character.getType(each) == Character.NON_SPACING_MARK
                        || Character.getType(each) == Character.COMBINING_SPACING_MARK
                        || each == 0xFFFD);
    }

    private static boolean startsWord(byte[] text, int at) {
        if (at >= text.length || isContinuation(text[at])) {
            return false; // the token is empty, or begins inside a character
        }
        int before = at - 1;
        while (before > 0 && isContinuation(text[before])) {
            before--;
        }
        return isBoundary(codePoint(text, before), codePoint(text, at));
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
