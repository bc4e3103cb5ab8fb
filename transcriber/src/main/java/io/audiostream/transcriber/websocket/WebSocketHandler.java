package io.audiostream.transcriber.websocket;

import java.nio.ByteBuffer;

/**
 * Handles what arrives on one WebSocket. Called by one thread at a time, which may block: until it returns, the server
 * reads nothing more from the client.
 */
public interface WebSocketHandler {

    void onText(String message);

    /** @param message valid only during the call */
    void onBinary(ByteBuffer message);

    /** Called once when the WebSocket has closed, for any reason. Nothing can be sent any more. */
    void onClosed();
}
