package io.audiostream.operator.status;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a container said last. The kubelet keeps up to 80 lines of its log; the last one tells why it ended. */
final class TerminationMessage {
    private static final int LONGEST = 300;

    private TerminationMessage() {}

    /** The text of a line that is a JSON object, as it stands there between quotes. */
    private static final Pattern JSON_MESSAGE =
            Pattern.compile("^\\{.*\"(?:formattedMessage|message)\":\"((?:[^\"\\\\]|\\\\.)*)\".*");

    /**
     * The last line that is not blank, of a JSON object its message, without control characters, at most 300
     * characters; empty when there is none.
     */
    static String of(@Nullable String text) {
        if (text == null) {
            return "";
        }
        List<String> lines = text.lines()
                .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.isEmpty() ? "" : shortened(message(lines.getLast()));
    }

    private static String message(String line) {
        var json = JSON_MESSAGE.matcher(line);
        return json.matches() ? json.group(1).replaceAll("\\\\(.)", "$1") : line;
    }

    /** The text itself when it is short enough. */
    static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        // Never half of a character that takes two.
        var end = Character.isHighSurrogate(text.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return text.substring(0, end) + "…";
    }
}
