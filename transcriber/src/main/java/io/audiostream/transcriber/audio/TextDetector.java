package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Detects text, such as an error page that a client uploads as audio. Text has no control characters except white
 * space, and is valid UTF-8. PCM passes for text only if all of its samples are loud and positive.
 */
final class TextDetector {

    private static final int QUOTED_CHARACTERS = 30;

    /** Different characters of the shortest text. PCM that repeats a sample has fewer. */
    private static final int MIN_CHARACTERS = 5;

    /** Not the heading of a playlist, such as {@code [playlist]}. */
    private static final Pattern JSON_ARRAY = Pattern.compile("\\[\\s*[\\[{\"\\d\\]-]");

    private TextDetector() {}

    /**
     * Returns the kind of text and its beginning, such as "HTML that begins with '&lt;!DOCTYPE html&gt;'"; empty if the
     * bytes are no text. The bytes may end inside a character.
     */
    static Optional<String> describe(byte[] first) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var characters = CharBuffer.allocate(first.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(first), characters, false);
        String text = characters.flip().toString();
        if (result.isError()
                || text.chars().distinct().count() < MIN_CHARACTERS
                || text.chars().anyMatch(TextDetector::isControl)) {
            return Optional.empty();
        }
        String visible = text.replace("\uFEFF", "").strip();
        String quoted = visible.substring(
                        0,
                        visible.offsetByCodePoints(
                                0, Math.min(QUOTED_CHARACTERS, visible.codePointCount(0, visible.length()))))
                .replaceAll("\\s+", " ");
        return Optional.of("%s that begins with '%s'".formatted(kind(visible), quoted));
    }

    private static boolean isControl(int character) {
        return Character.isISOControl(character) && "\t\n\r\f".indexOf(character) < 0;
    }

    private static String kind(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
            return "HTML";
        }
        if (lower.startsWith("<")) {
            return "XML";
        }
        return lower.startsWith("{") || JSON_ARRAY.matcher(lower).lookingAt() ? "JSON" : "text";
    }
}
