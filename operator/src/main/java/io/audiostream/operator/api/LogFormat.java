package io.audiostream.operator.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Format of a log. */
public enum LogFormat {
    /** One JSON object a line. */
    JSON("Json"),

    /** One line of text. */
    TEXT("Text");

    private final String text;

    LogFormat(String text) {
        this.text = text;
    }

    /** Finds a format by its name, exactly as the resource spells it. */
    public static Optional<LogFormat> named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.text.equals(name))
                .findFirst();
    }

    /** Returns the name in the variable of the transcriber. */
    public String transcriberName() {
        return text.toLowerCase(Locale.ROOT);
    }
}
