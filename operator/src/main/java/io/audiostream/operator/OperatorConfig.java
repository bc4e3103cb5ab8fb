package io.audiostream.operator;

import io.audiostream.operator.model.Defaults;
import io.audiostream.operator.model.Images;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment sets, read once.
 *
 * @param defaults what holds where a resource says nothing
 * @param jsonLogs whether log lines are JSON objects, for machines, or text, for people
 * @param identity what this process is called among those that elect a leader: a pod's name
 * @param podUid uid of the pod that this process runs in
 */
record OperatorConfig(Defaults defaults, boolean jsonLogs, String identity, Optional<String> podUid) {
    private static final String MIRROR = "AUDIOSTREAM_MODEL_MIRROR";

    /**
     * Reads the variables; one that is unset or blank leaves the default.
     *
     * @throws IllegalArgumentException with the variable, what was seen and what to write
     */
    static OperatorConfig of(Map<String, String> environment) {
        var images = Images.OF_THIS_VERSION;
        return new OperatorConfig(
                new Defaults(
                        new Images(
                                text(environment, "AUDIOSTREAM_TRANSCRIBER_IMAGE", images.transcriber()),
                                text(environment, "AUDIOSTREAM_ENVOY_IMAGE", images.envoy())),
                        mirror(text(environment, MIRROR, "")),
                        true),
                jsonLogs(text(environment, "AUDIOSTREAM_LOG_FORMAT", "text")),
                text(
                        environment,
                        "HOSTNAME",
                        "operator-" + ProcessHandle.current().pid()),
                Optional.of(text(environment, "POD_UID", "")).filter(uid -> !uid.isEmpty()));
    }

    private static Optional<String> mirror(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.matches("https?://[^/ ?#]+(/[^ ?#]*)?")) {
            throw new IllegalArgumentException(MIRROR + " is '" + text
                    + "'; write the address of a folder, such as http://models.example.com/whisper");
        }
        return Optional.of(text.replaceFirst("/+$", ""));
    }

    private static boolean jsonLogs(String format) {
        return switch (format) {
            case "json" -> true;
            case "text" -> false;
            default ->
                throw new IllegalArgumentException("AUDIOSTREAM_LOG_FORMAT is '" + format + "'; write json or text");
        };
    }

    private static String text(Map<String, String> environment, String name, String otherwise) {
        var value = environment.getOrDefault(name, "");
        return value.isBlank() ? otherwise : value;
    }
}
