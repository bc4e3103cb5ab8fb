package io.audiostream.operator.status;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds Envoy's reason in the log of an Envoy that exited because it rejected its bootstrap. */
final class EnvoyRejection {
    private static final Pattern REASON = Pattern.compile("error `(.*?)` initializing config", Pattern.DOTALL);

    /** The marker that protobuf adds to messages for people, so that programs do not parse them. */
    private static final Pattern DEBUG_MARKER = Pattern.compile("goo\\.gle/debug\\w+");

    private EnvoyRejection() {}

    /** Returns the latest reason as one line of at most 300 characters. Empty when the log has none. */
    static Optional<String> in(@Nullable String log) {
        return log == null
                ? Optional.empty()
                : REASON.matcher(log)
                        .results()
                        .reduce((_, latest) -> latest)
                        .map((MatchResult found) -> oneLine(found.group(1)));
    }

    private static String oneLine(String reason) {
        return TerminationMessage.of(DEBUG_MARKER.matcher(reason).replaceAll("").replaceAll("\\s+", " "));
    }
}
