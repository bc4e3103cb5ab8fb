package io.audiostream.transcriber.fetch;

import io.audiostream.commandline.InvalidEnvironmentException;
import java.util.Map;
import java.util.OptionalInt;

/** Reads where a fetch serves its progress. It is a variable, because an earlier version would refuse an option. */
final class FetchStatusConfig {
    /** Port of {@code /statusz}; unset or empty: the progress is in the log alone. */
    static final String PORT = "AUDIOSTREAM_FETCH_STATUS_PORT";

    private static final int MAX_PORT = 65535;

    private FetchStatusConfig() {}

    static OptionalInt portOfEnvironment() {
        return port(System.getenv());
    }

    /** @throws InvalidEnvironmentException when the variable is no port */
    static OptionalInt port(Map<String, String> environment) {
        var text = environment.getOrDefault(PORT, "");
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > MAX_PORT) {
            throw new InvalidEnvironmentException(PORT + " is '" + text + "'; write a port from 0 to " + MAX_PORT);
        }
        return OptionalInt.of(Integer.parseInt(text));
    }
}
