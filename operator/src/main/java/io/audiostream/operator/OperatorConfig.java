package io.audiostream.operator;

import io.audiostream.operator.model.Images;
import java.util.Map;

/**
 * What the environment sets, read once.
 *
 * @param images images of resources that name none
 * @param jsonLogs whether log lines are JSON objects, for machines, or text, for people
 */
record OperatorConfig(Images images, boolean jsonLogs) {

    /** Reads the variables; one that is unset or blank leaves the default. */
    static OperatorConfig of(Map<String, String> environment) {
        var defaults = Images.OF_THIS_VERSION;
        return new OperatorConfig(
                new Images(
                        text(environment, "AUDIOSTREAM_TRANSCRIBER_IMAGE", defaults.transcriber()),
                        text(environment, "AUDIOSTREAM_ENVOY_IMAGE", defaults.envoy())),
                jsonLogs(text(environment, "AUDIOSTREAM_LOG_FORMAT", "text")));
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
