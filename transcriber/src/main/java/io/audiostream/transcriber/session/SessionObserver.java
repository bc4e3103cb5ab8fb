package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioObserver.DropReason;

/**
 * Receives the events of one session, for metrics, logs and traces. The events carry no text. Called by one thread at a
 * time; implementations must not block.
 */
public interface SessionObserver {

    /** Ignores all events. */
    SessionObserver NOOP = new SessionObserver() {};

    /** Creates the observers of sessions. Thread-safe; implementations must not block. */
    interface Factory {

        /** Creates observers that ignore all events. */
        Factory NOOP = new Factory() {};

        /** Called when a session is refused. */
        default void refused(SessionRefusedException.Reason reason) {}

        /** Called when a session opens. Returns the observer of that session. */
        default SessionObserver opened(CallContext call) {
            return SessionObserver.NOOP;
        }
    }

    /**
     * Called when the session has decoded audio from the client.
     *
     * @param seconds duration of the audio since the previous call
     */
    default void audioReceived(double seconds) {}

    /**
     * Called when bytes of the client were dropped, while the session continues.
     *
     * @param bytes bytes since the previous call with this reason
     */
    default void audioDropped(DropReason reason, long bytes) {}

    /**
     * Called for stereo audio of which one channel was inverted, because the channels would cancel each other.
     *
     * @param seconds duration of that audio since the previous call
     */
    default void audioOutOfPhase(double seconds) {}

    /**
     * Called when the first text of a segment is sent.
     *
     * @param seconds time since the first sample of the segment was received
     */
    default void firstText(double seconds) {}

    default void interimSent() {}

    default void finalSent(SegmentSummary segment) {}

    /** Called when the text layer ended, repeated or skipped something. */
    default void textEvent(TextEvent event) {}

    /** Called once when the session ends; no other event follows. */
    default void closed(SessionSummary summary) {}
}
