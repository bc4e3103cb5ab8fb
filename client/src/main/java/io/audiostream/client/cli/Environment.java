package io.audiostream.client.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What surrounds a run of the command line: its standard streams, terminal, clock, signals and environment variables.
 *
 * @param in standard input
 * @param out standard output: final text
 * @param err standard error: interims, progress and messages
 * @param terminalWidth columns of the terminal on standard error; empty if standard error is not a terminal
 * @param inputIsTerminal whether standard input is a terminal, so that no audio can come from it
 * @param ticker clock
 * @param interruption Ctrl-C
 * @param variables environment variables
 */
record Environment(
        InputStream in,
        StandardOutput out,
        PrintStream err,
        OptionalInt terminalWidth,
        boolean inputIsTerminal,
        Ticker ticker,
        Interruption interruption,
        Map<String, String> variables) {

    /**
     * Prints to standard output, at once.
     *
     * @throws OutputException if it cannot be written
     */
    void print(String text) {
        out.print(text);
        if (!text.isEmpty() && isOutputBroken()) {
            throw new OutputException();
        }
    }

    /** Returns whether standard output cannot be written, as far as an earlier print has shown. */
    boolean isOutputBroken() {
        return out.failure().isPresent();
    }

    /** Returns how a run ends whose output is broken. Prints the reason, unless the reader has closed the output. */
    ExitCode endWithBrokenOutput() {
        if (out.hasReader()) {
            return ExitCode.OUTPUT_CLOSED;
        }
        err.println("error: standard output cannot be written: "
                + out.failure().map(IOException::getMessage).orElseThrow()
                + "; the text so far may be incomplete");
        return ExitCode.OUTPUT_FAILED;
    }

    /** Returns the value of a variable; empty if it is not set, or empty. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }
}
