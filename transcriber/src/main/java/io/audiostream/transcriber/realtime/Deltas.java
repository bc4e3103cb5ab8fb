package io.audiostream.transcriber.realtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the text of one item piece by piece, as it settles. Used by one thread at a time. */
final class Deltas {

    private static final Logger log = LoggerFactory.getLogger(Deltas.class);

    private final ServerEvents events;
    private final String item;
    private String sent = "";

    Deltas(ServerEvents events, String item) {
        this.events = events;
        this.item = item;
    }

    /** Sends what a text has more than the text that was sent, if the client keeps up. */
    void offer(String text) {
        if (events.isReady()) {
            send(text);
        }
    }

    /** Sends what a text has more than the text that was sent. */
    void send(String text) {
        if (!text.startsWith(sent)) {
            // A defect: settled text never changes. The completed event has the right text.
            log.error("the settled text of item {} changed", item);
            return;
        }
        if (text.length() > sent.length()) {
            events.delta(item, text.substring(sent.length()));
            sent = text;
        }
    }
}
