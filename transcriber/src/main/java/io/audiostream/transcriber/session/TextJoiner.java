package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.TokenText;

/** Joins the texts of segments as their scripts are written: with a space, or without. */
public final class TextJoiner {

    private TextJoiner() {}

    /** Returns what stands between two texts: nothing beside a script that is written without spaces. */
    public static String separator(CharSequence before, CharSequence after) {
        if (before.isEmpty() || after.isEmpty()) {
            return "";
        }
        return TokenText.isUnspaced(Character.codePointBefore(before, before.length()))
                        || TokenText.isUnspaced(Character.codePointAt(after, 0))
                ? ""
                : " ";
    }

    static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }
}
