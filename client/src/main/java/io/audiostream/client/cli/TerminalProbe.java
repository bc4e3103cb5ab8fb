package io.audiostream.client.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Detects whether standard streams are terminals. Java cannot test it, so a shell that inherits the descriptor does.
 */
final class TerminalProbe {

    private static final int DEFAULT_COLUMNS = 80;

    private TerminalProbe() {}

    /** The terminal's width in columns; empty if standard error is no terminal, or one that cannot redraw a line. */
    static OptionalInt widthOfStandardError() {
        try {
            // stty reads the size of its standard input.
            Process process = new ProcessBuilder("sh", "-c", "test -t 2 && test \"$TERM\" != dumb && stty size <&2")
                    .redirectError(Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return process.waitFor() == 0 ? OptionalInt.of(columns(answer)) : OptionalInt.empty();
        } catch (IOException e) {
            // No shell: interims are printed as lines.
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /** Returns whether standard input is a terminal. */
    static boolean isStandardInput() {
        try {
            return new ProcessBuilder("sh", "-c", "test -t 0")
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            // No shell, as in the image: standard input is what the container gets.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Reads {@code ROWS COLUMNS}. A terminal of unknown size reports zero, and counts as {@value #DEFAULT_COLUMNS}. */
    static int columns(String sizes) {
        String[] words = sizes.strip().split(" ", -1);
        try {
            int columns = words.length == 2 ? Integer.parseInt(words[1]) : 0;
            return columns > 0 ? columns : DEFAULT_COLUMNS;
        } catch (NumberFormatException e) {
            return DEFAULT_COLUMNS;
        }
    }
}
