package io.audiostream.transcriber.fetch;

import io.audiostream.commandline.AddressMask;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Prints the progress of a download: on a terminal in one line that it overwrites, otherwise in a new line every five
 * seconds. One thread transfers; {@link #latest} may be called by any.
 */
final class FetchProgress {

    private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(200);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(5);
    private static final double MEBIBYTE = 1 << 20;

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private long startNanos;
    private long shownNanos;
    private long startBytes;
    private volatile Transferred latest = new Transferred(0, -1);

    /**
     * How much of the current file is transferred.
     *
     * @param bytes transferred bytes, those of earlier attempts included
     * @param total size of the file; -1 when it is not known
     */
    record Transferred(long bytes, long total) {}

    FetchProgress(PrintStream out, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    /** Prints a line. Addresses in it are masked. */
    void say(String message) {
        out.println(AddressMask.mask(message));
    }

    /**
     * Starts a transfer. {@code existing} bytes of the file were transferred earlier, and do not count for the rate.
     */
    void start(long existing) {
        startBytes = existing;
        startNanos = nanoTime.getAsLong();
        shownNanos = startNanos;
    }

    /**
     * Prints the progress, if the last line is old enough.
     *
     * @param bytes transferred so far, the existing bytes included
     * @param total size of the file; -1 when it is not known
     */
    void update(long bytes, long total) {
        latest = new Transferred(bytes, total);
        long now = nanoTime.getAsLong();
        if (now - shownNanos >= (terminal ? TERMINAL_INTERVAL : LOG_INTERVAL).toNanos()) {
            shownNanos = now;
            show(line(bytes, total, now));
        }
    }

    /** Returns the progress of the current file, or of the last one between two files. */
    Transferred latest() {
        return latest;
    }

    /** Prints the progress at the end of a transfer. */
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
        double seconds = Math.max(0.001, (now - startNanos) / 1e9);
        double rate = (bytes - startBytes) / MEBIBYTE / seconds;
        return total > 0
                ? "  %.1f of %.1f MiB (%d %%), %.1f MiB/s"
                        .formatted(bytes / MEBIBYTE, total / MEBIBYTE, bytes * 100 / total, rate)
                : "  %.1f MiB, %.1f MiB/s".formatted(bytes / MEBIBYTE, rate);
    }
}
