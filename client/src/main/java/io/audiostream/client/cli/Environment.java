package io.audiostream.client.cli;

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
        PrintStream out,
        PrintStream err,
        OptionalInt terminalWidth,
        boolean inputIsTerminal,
        Ticker ticker,
        Interruption interruption,
        Map<String, String> variables) {

    /**
     * Prints to standard output, at once.
     *
     * @throws OutputClosedException if its reader has closed it
     */
    void print(String text) {
        out.print(text);
        if (!text.isEmpty() && isOutputClosed()) {
            throw new OutputClosedException();
        }
    }

    /** Returns whether the reader of standard output has closed it, as far as an earlier print has shown. */
    boolean isOutputClosed() {
        return out.checkError();
    }

    /** Returns the value of a variable; empty if it is not set, or empty. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }
}
