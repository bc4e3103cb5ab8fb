package io.audiostream.systemtest;

import java.util.Locale;

/** Texts without what differs from decode to decode. */
public final class Words {

    private Words() {}

    /** Lower case, without punctuation. */
    public static String of(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\s]", "")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
