package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.SpokenWord;
import java.util.List;
import java.util.stream.Collectors;

/** Joins words as their language is written, with or without spaces. */
final class TextJoiner {

    private TextJoiner() {}

    static String words(List<SpokenWord> words, boolean spaced) {
        return words.stream().map(SpokenWord::text).collect(Collectors.joining(spaced ? " " : ""));
    }

    static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }
}
