package io.audiostream.client.cli;

import java.time.Duration;

/** Shows interims and progress. Not thread-safe; {@link ResultPrinter} calls it under its lock. */
interface Display {

    /** Shows an interim, which the next interim or a final replaces. */
    void interim(String text);

    /** Shows the position in the audio. */
    void position(Duration position);

    /** Shows a message for the user on a line of its own. */
    void message(String text);

    /** Removes the interim, before a final or at the end. */
    void clear();
}
