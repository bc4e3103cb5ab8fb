package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Detects text, such as an error page that a client uploads as audio. Text has no control characters except white
 * space. It is valid UTF-8, or most of its characters are ASCII, in UTF-16 with a byte order mark or in windows-1252,
 * of which ISO 8859-1 is a part. PCM passes for text only if all of its samples are loud and positive.
 */
final class TextDetector {

    private static final int QUOTED_CHARACTERS = 30;

    /** Different characters of the shortest text. PCM that repeats a sample has fewer. */
    private static final int MIN_CHARACTERS = 5;

    /**
     * Smallest part of ASCII characters in text that is not UTF-8: in windows-1252 any PCM of large samples is text.
     */
    private static final double MIN_ASCII = 0.75;

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Not the heading of a playlist, such as {@code [playlist]}. */
    private static final Pattern JSON_ARRAY = Pattern.compile("\\[\\s*[\\[{\"\\d\\]-]");

    private TextDetector() {}

    /**
     * Returns the kind of text and its beginning, such as "HTML that begins with '&lt;!DOCTYPE html&gt;'"; empty if the
     * bytes are no text. The bytes may end inside a character.
     */
    static Optional<String> describe(byte[] first) {
        return text(first).map(TextDetector::describe);
    }

    private static Optional<String> text(byte[] first) {
        return decode(first, StandardCharsets.UTF_8)
                .or(() -> utf16(first).or(() -> decode(first, WINDOWS_1252)).filter(TextDetector::isMostlyAscii));
    }

    private static Optional<String> utf16(byte[] first) {
        return decode(first, StandardCharsets.UTF_16BE)
                .filter(TextDetector::hasByteOrderMark)
                .or(() -> decode(first, StandardCharsets.UTF_16LE).filter(TextDetector::hasByteOrderMark));
    }

    private static boolean hasByteOrderMark(String text) {
        return text.charAt(0) == BYTE_ORDER_MARK;
    }

    private static boolean isMostlyAscii(String text) {
        return text.chars().filter(character -> character < 0x80).count() >= MIN_ASCII * text.length();
    }

    /** Returns the text of bytes in an encoding; empty if they are no text in it. */
    private static Optional<String> decode(byte[] first, Charset charset) {
        var decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var characters = CharBuffer.allocate(first.length);
        boolean isError =
                decoder.decode(ByteBuffer.wrap(first), characters, false).isError();
        String text = characters.flip().toString();
        boolean isText = !isError
                && text.chars().distinct().count() >= MIN_CHARACTERS
                && text.chars().noneMatch(TextDetector::isControl);
        return isText ? Optional.of(text) : Optional.empty();
    }

    private static String describe(String text) {
        String visible = text.replace(String.valueOf(BYTE_ORDER_MARK), "").strip();
        String quoted = visible.substring(
                        0,
                        visible.offsetByCodePoints(
                                0, Math.min(QUOTED_CHARACTERS, visible.codePointCount(0, visible.length()))))
                .replaceAll("\\s+", " ");
        return "%s that begins with '%s'".formatted(kind(visible), quoted);
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
