package io.audiostream.transcriber.websocket;

/** A protocol on top of WebSockets. Thread-safe. */
@FunctionalInterface
public interface WebSocketProtocol {

    /** Called when a client has opened a WebSocket. Returns what handles its messages. */
    WebSocketHandler opened(WebSocketConnection connection);
}
