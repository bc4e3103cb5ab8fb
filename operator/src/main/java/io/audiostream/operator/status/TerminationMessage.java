package io.audiostream.operator.status;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the reason for a container's exit from its termination message. With {@code FallbackToLogsOnError} the message
 * is up to 80 lines of the log, and the last line has the reason.
 */
final class TerminationMessage {
    private static final int MAX_LENGTH = 300;

    /** A line of JSON; the group is the message as it stands between its quotes, escapes included. */
    private static final Pattern JSON_MESSAGE =
            Pattern.compile("^\\{.*\"(?:formattedMessage|message)\":\"((?:[^\"\\\\]|\\\\.)*)\".*");

    private TerminationMessage() {}

    /**
     * Returns the last line that is not blank, without control characters, at most 300 characters long. If the line is
     * a JSON object, returns its message only. Empty when there is no such line.
     */
    static String of(@Nullable String text) {
        if (text == null) {
            return "";
        }
        List<String> lines = text.lines()
                .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.isEmpty() ? "" : truncate(message(lines.getLast()));
    }

    private static String message(String line) {
        var json = JSON_MESSAGE.matcher(line);
        return json.matches() ? json.group(1).replaceAll("\\\\(.)", "$1") : line;
    }

    private static String truncate(String text) {
        if (text.length() <= MAX_LENGTH) {
            return text;
        }
        // Does not split a surrogate pair.
        var end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 2)) ? MAX_LENGTH - 2 : MAX_LENGTH - 1;
        return text.substring(0, end) + "…";
    }
}
