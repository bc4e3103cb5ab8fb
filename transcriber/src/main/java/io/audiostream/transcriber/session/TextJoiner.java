package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.SpokenWord;
import java.util.List;
import java.util.stream.Collectors;

/** Puts words and segments together as their language is written. */
final class TextJoiner {

    private TextJoiner() {}

    static String words(List<SpokenWord> words, boolean spaced) {
        return words.stream().map(SpokenWord::text).collect(Collectors.joining(spaced ? " " : ""));
    }

    static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }
}
