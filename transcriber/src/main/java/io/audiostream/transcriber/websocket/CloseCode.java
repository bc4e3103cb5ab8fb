package io.audiostream.transcriber.websocket;

/** Why the server closes a WebSocket: the codes of RFC 6455, section 7.4.1, and of IANA's registry. */
public enum CloseCode {
    /** Both sides have sent and received everything. */
    NORMAL(1000),
    /** The client sent a kind of message that the protocol does not have. */
    UNSUPPORTED_DATA(1003),
    /** A message is not of the form that its kind has, such as a text that is not JSON. */
    INVALID_PAYLOAD(1007),
    /** The client does not follow the protocol. */
    POLICY_VIOLATION(1008),
    /** A defect of the server. */
    INTERNAL_ERROR(1011),
    /** The server is shutting down: the client connects again, to another pod. */
    SERVICE_RESTART(1012),
    /** The server has no room: the client connects again later. */
    TRY_AGAIN_LATER(1013);

    private final int value;

    CloseCode(int value) {
        this.value = value;
    }

    public int value() {
        return value;
    }
}
