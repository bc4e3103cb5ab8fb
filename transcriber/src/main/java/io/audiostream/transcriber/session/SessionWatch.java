package io.audiostream.transcriber.session;

/** Hears how one session fares; never what it says. Called by one thread at a time; must return at once. */
public interface SessionWatch {

    /** For whom nothing is to be heard. */
    SessionWatch NOBODY = new SessionWatch() {};

    /**
     * Audio has come.
     *
     * @param seconds of it
     */
    default void heard(double seconds) {}

    /**
     * A segment's first text was sent.
     *
     * @param seconds since its speech began
     */
    default void firstText(double seconds) {}

    default void interimSent() {}

    default void finalSent(SegmentSummary segment) {}

    /** The session is over; nothing comes after. */
    default void closed(SessionSummary summary) {}
}
