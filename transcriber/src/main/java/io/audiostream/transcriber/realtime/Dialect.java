package io.audiostream.transcriber.realtime;

/** The two versions of the protocol, which name some events and fields differently. */
enum Dialect {
    /** The version that clients request with {@code OpenAI-Beta: realtime=v1}. */
    BETA("transcription_session."),
    /** The version without that header. */
    GENERAL("session.");

    /** The subprotocol by which a browser requests the beta version, because it cannot set headers. */
    static final String BETA_SUBPROTOCOL = "openai-beta.realtime-v1";

    private final String sessionEvents;

    Dialect(String sessionEvents) {
        this.sessionEvents = sessionEvents;
    }

    /** Returns the type of an event about the session. */
    String sessionEvent(String action) {
        return sessionEvents + action;
    }
}
