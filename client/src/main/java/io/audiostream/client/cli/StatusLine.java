package io.audiostream.client.cli;

import java.time.Duration;
import java.util.Optional;

/**
 * What a terminal's last line says while text is still coming.
 *
 * @param position how far the audio has come
 * @param interim text that may still change
 */
record StatusLine(Duration position, String interim) {

    /** Shorter recordings are over before anybody looks for a bar. */
    private static final Duration LONG = Duration.ofSeconds(20);

    /** The words matter more: a bar that would leave them less than this is left out. */
    private static final int MIN_TEXT_COLUMNS = 20;

    static final StatusLine EMPTY = new StatusLine(Duration.ZERO, "");

    StatusLine withPosition(Duration reached) {
        return new StatusLine(reached, interim);
    }

    StatusLine withInterim(String text) {
        return new StatusLine(position, text);
    }

    /**
     * Draws the line.
     *
     * @param total length of the audio, when it is known
     * @param columns width of the terminal; the last column stays free, as many terminals wrap there
     */
    String render(Optional<Duration> total, int columns) {
        int width = columns - 1;
        String bar = total.filter(length -> length.compareTo(LONG) >= 0)
                .map(length -> ProgressBar.render(position, length) + "  ")
                .filter(drawn -> drawn.length() + MIN_TEXT_COLUMNS <= width)
                .orElse("");
        return bar + DisplayWidth.fitEnd(DisplayWidth.printable(interim), width - bar.length());
    }
}
