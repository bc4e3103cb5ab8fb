package io.audiostream.client.cli;

import java.time.Duration;
import java.util.Optional;

/** Chooses the display that suits standard error. */
final class Displays {

    private Displays() {}

    /** @param total length of the audio; empty if unknown */
    static Display of(Environment environment, boolean quiet, BatchPosition batch, Optional<Duration> total) {
        if (quiet) {
            return new SilentDisplay();
        }
        return environment.terminalWidth().isPresent()
                ? new TerminalDisplay(
                        environment.err(), environment.terminalWidth().getAsInt(), batch, total)
                : new PlainDisplay(environment.err());
    }
}
