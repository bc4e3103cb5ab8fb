package io.audiostream.transcriber.websocket;

/** A protocol on top of WebSockets. Thread-safe. */
public interface WebSocketProtocol {

    /** Returns the subprotocol by which clients may ask for this protocol; empty if there is none. */
    default String subprotocol() {
        return "";
    }

    /** Called when a client has opened a WebSocket. Returns what handles its messages. */
    WebSocketHandler opened(WebSocketConnection connection);
}
