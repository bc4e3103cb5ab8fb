package io.audiostream.operator.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The least important messages that a program logs. */
public enum LogLevel {
    ERROR("Error", "error"),
    WARN("Warn", "warning"),
    INFO("Info", "info"),
    DEBUG("Debug", "debug");

    private final String text;
    private final String envoyName;

    LogLevel(String text, String envoyName) {
        this.text = text;
        this.envoyName = envoyName;
    }

    /** Finds a level by its name, exactly as the resource spells it. */
    public static Optional<LogLevel> named(String name) {
        return Arrays.stream(values()).filter(level -> level.text.equals(name)).findFirst();
    }

    /** Returns the name in the variable of the transcriber. */
    public String transcriberName() {
        return text.toUpperCase(Locale.ROOT);
    }

    /** Returns the name on the command line of Envoy. */
    public String envoyName() {
        return envoyName;
    }
}
