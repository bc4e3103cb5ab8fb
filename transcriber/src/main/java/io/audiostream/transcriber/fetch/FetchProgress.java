package io.audiostream.transcriber.fetch;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Shows how far a download is: on a terminal in one line that changes, elsewhere in a line every five seconds. */
final class FetchProgress {

    private static final Duration ON_TERMINAL = Duration.ofMillis(200);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);
    private static final double MEBIBYTE = 1 << 20;

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private long started;
    private long shown;
    private long startedAt;

    FetchProgress(PrintStream out, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    void say(String message) {
        out.println(message);
    }

    /** A transfer begins, of which {@code have} bytes are there already. */
    void begin(long have) {
        startedAt = have;
        started = nanoTime.getAsLong();
        shown = started;
    }

    /** @param total -1 when it is not known */
    void at(long bytes, long total) {
        long now = nanoTime.getAsLong();
        if (now - shown >= (terminal ? ON_TERMINAL : ELSEWHERE).toNanos()) {
            shown = now;
            show(line(bytes, total, now));
        }
    }

    void end(long bytes, long total) {
        show(line(bytes, total, nanoTime.getAsLong()));
        if (terminal) {
            out.println();
        }
    }

    private void show(String line) {
        if (terminal) {
            out.print("\r\033[K" + line);
            out.flush();
        } else {
            out.println(line);
        }
    }

    private String line(long bytes, long total, long now) {
        double seconds = Math.max(0.001, (now - started) / 1e9);
        double rate = (bytes - startedAt) / MEBIBYTE / seconds;
        return total > 0
                ? "  %.1f of %.1f MiB (%d %%), %.1f MiB/s"
                        .formatted(bytes / MEBIBYTE, total / MEBIBYTE, bytes * 100 / total, rate)
                : "  %.1f MiB, %.1f MiB/s".formatted(bytes / MEBIBYTE, rate);
    }
}
