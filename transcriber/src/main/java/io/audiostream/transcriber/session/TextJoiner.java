package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.TokenText;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Joins texts as their scripts are written: with a space, or without. */
public final class TextJoiner {

    /** Scripts without spaces between sentences. Thai and its neighbours write one there, though not between words. */
    private static final Set<UnicodeScript> CLOSE_SENTENCES =
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.BOPOMOFO);

    private TextJoiner() {}

    /** Returns what stands between the texts of two segments: nothing between characters of Chinese or Japanese. */
    public static String betweenSegments(CharSequence before, CharSequence after) {
        if (before.isEmpty() || after.isEmpty()) {
            return "";
        }
        int last = last(before);
        return isWide(last) || hasCloseSentences(last) && hasCloseSentences(first(after)) ? "" : " ";
    }

    /** Returns what stands between two parts of the text of one utterance: a space, if the model wrote one. */
    static String withinUtterance(List<Token> before, List<Token> after) {
        String whole =
                TokenText.of(Stream.concat(before.stream(), after.stream()).toList());
        return whole.equals(TokenText.of(before) + TokenText.of(after)) ? "" : " ";
    }

    /** Returns what stands between two words: nothing beside a script that is written without spaces. */
    public static String betweenWords(CharSequence before, CharSequence after) {
        if (before.isEmpty() || after.isEmpty()) {
            return "";
        }
        return TokenText.isUnspaced(last(before)) || TokenText.isUnspaced(first(after)) ? "" : " ";
    }

    private static int last(CharSequence text) {
        return Character.codePointBefore(text, text.length());
    }

    private static int first(CharSequence text) {
        return Character.codePointAt(text, 0);
    }

    private static boolean hasCloseSentences(int codePoint) {
        return isWide(codePoint) || CLOSE_SENTENCES.contains(UnicodeScript.of(codePoint));
    }

    /** Returns whether a character is punctuation or a letter that holds its own space, as in Chinese and Japanese. */
    private static boolean isWide(int codePoint) {
        return TokenText.isUnspaced(codePoint) && UnicodeScript.of(codePoint) == UnicodeScript.COMMON;
    }

    static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }
}
