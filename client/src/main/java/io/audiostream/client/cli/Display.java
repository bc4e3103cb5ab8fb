package io.audiostream.client.cli;

import java.time.Duration;

/** Shows what is not final yet. Not safe for several threads: {@link ResultPrinter} takes turns. */
interface Display {

    /** Text that the next interim, or a final, replaces. */
    void interim(String text);

    /** How far the audio has come. */
    void position(Duration position);

    /** Makes room for a final text, or for the end. */
    void clear();
}
