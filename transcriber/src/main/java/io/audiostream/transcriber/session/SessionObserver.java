package io.audiostream.transcriber.session;

/** Sees what sessions are asked for, for metrics, logs and traces. Called from many threads; must return at once. */
public interface SessionObserver {

    /** For whom nothing is to be seen. */
    SessionObserver NOBODY = new SessionObserver() {};

    /** A session was not opened. */
    default void refused(SessionRefusedException.Reason reason) {}

    /** A session was opened; who is returned hears how it fares. */
    default SessionWatch opened(SessionIds ids) {
        return SessionWatch.NOBODY;
    }
}
