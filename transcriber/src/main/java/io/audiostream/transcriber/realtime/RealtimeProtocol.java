package io.audiostream.transcriber.realtime;

import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamTimeouts;
import io.audiostream.transcriber.websocket.AudioFeed;
import io.audiostream.transcriber.websocket.WebSocketConnection;
import io.audiostream.transcriber.websocket.WebSocketHandler;
import io.audiostream.transcriber.websocket.WebSocketProtocol;

/**
 * OpenAI's Realtime protocol for transcriptions.
 *
 * @param timeouts limits the time of sessions
 */
public record RealtimeProtocol(Sessions sessions, StreamTimeouts timeouts) implements WebSocketProtocol {

    @Override
    public String subprotocol() {
        return "realtime";
    }

    @Override
    public WebSocketHandler opened(WebSocketConnection connection) {
        boolean beta =
                connection.header("OpenAI-Beta").contains("realtime=v1") || connection.offers(Dialect.BETA_SUBPROTOCOL);
        var events = new ServerEvents(connection, beta ? Dialect.BETA : Dialect.GENERAL);
        var handler =
                new RealtimeHandler(connection, events, sessions, new AudioFeed(sessions, timeouts, connection.call()));
        handler.open();
        return handler;
    }
}
