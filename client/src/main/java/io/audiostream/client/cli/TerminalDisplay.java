package io.audiostream.client.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/** Redraws one line of a terminal in place. */
final class TerminalDisplay implements Display {

    private static final String ERASE_LINE = "\r\u001B[K";

    private final PrintStream err;
    private final int columns;
    private final BatchPosition batch;
    private final Optional<Duration> total;
    private StatusLine status = StatusLine.EMPTY;
    private String drawn = "";

    TerminalDisplay(PrintStream err, int columns, BatchPosition batch, Optional<Duration> total) {
        this.batch = batch;
        this.err = err;
        this.columns = columns;
        this.total = total;
    }

    @Override
    public void interim(String text) {
        draw(status.withInterim(text));
    }

    @Override
    public void position(Duration position) {
        draw(status.withPosition(position));
    }

    @Override
    public void message(String text) {
        clear();
        err.println(DisplayWidth.printable(text));
    }

    @Override
    public void clear() {
        status = status.withInterim("");
        if (!drawn.isEmpty()) {
            err.print(ERASE_LINE);
            err.flush();
            drawn = "";
        }
    }

    private void draw(StatusLine changed) {
        status = changed;
        String line = status.render(batch, total, columns);
        if (!line.equals(drawn)) {
            err.print(ERASE_LINE + line);
            err.flush();
            drawn = line;
        }
    }
}
