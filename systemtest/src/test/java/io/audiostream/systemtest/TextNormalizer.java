package io.audiostream.systemtest;

import java.util.Locale;

/** Normalizes text before a comparison, because case and punctuation differ between decodes. */
public final class TextNormalizer {

    private TextNormalizer() {}

    /** Returns the text in lower case, without punctuation, words separated by one space. */
    public static String normalize(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\s]", "")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
