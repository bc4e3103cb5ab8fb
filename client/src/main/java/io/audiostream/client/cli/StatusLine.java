package io.audiostream.client.cli;

import java.time.Duration;
import java.util.Optional;

/**
 * Content of the terminal's last line while results arrive.
 *
 * @param position position in the audio
 * @param interim the newest interim text
 */
record StatusLine(Duration position, String interim) {

    /** Minimum length of a recording with a progress bar; a shorter one ends before a bar is useful. */
    private static final Duration MIN_LENGTH_FOR_BAR = Duration.ofSeconds(20);

    /** Columns that the text needs; a bar that leaves fewer is omitted. */
    private static final int MIN_TEXT_COLUMNS = 20;

    static final StatusLine EMPTY = new StatusLine(Duration.ZERO, "");

    StatusLine withPosition(Duration newPosition) {
        return new StatusLine(newPosition, interim);
    }

    StatusLine withInterim(String text) {
        return new StatusLine(position, text);
    }

    /**
     * Renders the line.
     *
     * @param batch place of the recording among several
     * @param total length of the audio; empty if unknown
     * @param columns width of the terminal; the last column stays free, because many terminals wrap there
     */
    String render(BatchPosition batch, Optional<Duration> total, int columns) {
        int width = columns - 1;
        String number = batch.number();
        String sum = batch.sum(position);
        String bar = total.filter(length -> length.compareTo(MIN_LENGTH_FOR_BAR) >= 0)
                .map(length -> number + ProgressBar.render(position, length) + "  ")
                .filter(drawn -> drawn.length() + MIN_TEXT_COLUMNS <= width)
                .orElse(number.length() + MIN_TEXT_COLUMNS <= width ? number : "");
        if (bar.length() + sum.length() + MIN_TEXT_COLUMNS <= width) {
            bar += sum;
        }
        return bar + DisplayWidth.fitEnd(DisplayWidth.printable(interim), width - bar.length());
    }
}
