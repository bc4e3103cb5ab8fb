package io.audiostream.transcriber.session;

/** Hears how sessions fare, for metrics and logs; never what they say. Called from many threads; must return at once. */
public interface SessionObserver {

    /** For whom nothing is to be seen. */
    SessionObserver NOBODY = new SessionObserver() {};

    /** A session was not opened. */
    default void refused(SessionRefusedException.Reason reason) {}

    default void opened() {}

    /**
     * A segment's first text was sent.
     *
     * @param seconds since its speech began
     */
    default void firstText(double seconds) {}

    default void interimSent() {}

    /**
     * A segment's final was sent.
     *
     * @param seconds since the segment ended
     */
    default void finalSent(double seconds) {}

    default void closed(SessionSummary summary) {}
}
