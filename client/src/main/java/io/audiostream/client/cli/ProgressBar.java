package io.audiostream.client.cli;

import java.time.Duration;

/** Renders the position in a recording, like {@code 1:05 / 10:00 [## ] 10%}. */
final class ProgressBar {

    private static final int CELLS = 20;

    private ProgressBar() {}

    static String render(Duration position, Duration total) {
        double share = total.isZero() ? 1 : Math.min(1, (double) position.toMillis() / total.toMillis());
        int filled = (int) (share * CELLS);
        return clock(position.compareTo(total) > 0 ? total : position) + " / " + clock(total) + " ["
                + "#".repeat(filled) + " ".repeat(CELLS - filled) + "] " + "%3d%%".formatted((int) (share * 100));
    }

    private static String clock(Duration time) {
        return time.toHours() > 0
                ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }
}
