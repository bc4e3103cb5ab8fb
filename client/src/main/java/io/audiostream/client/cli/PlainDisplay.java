package io.audiostream.client.cli;

import java.io.PrintStream;
import java.time.Duration;

/** Prints each new interim as a line, for logs and pipes. */
final class PlainDisplay implements Display {

    private final PrintStream err;
    private String last = "";

    PlainDisplay(PrintStream err) {
        this.err = err;
    }

    @Override
    public void interim(String text) {
        if (!text.isEmpty() && !text.equals(last)) {
            err.println(DisplayWidth.printable(text));
        }
        last = text;
    }

    @Override
    public void position(Duration position) {
        // A progress bar would fill a log with lines.
    }

    @Override
    public void message(String text) {
        clear();
        err.println(DisplayWidth.printable(text));
    }

    @Override
    public void clear() {
        last = "";
    }
}
