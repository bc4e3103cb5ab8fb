package io.audiostream.transcriber.stream;

import io.audiostream.transcriber.contract.ResponseStamp;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamTimeouts;
import io.audiostream.transcriber.websocket.WebSocketConnection;
import io.audiostream.transcriber.websocket.WebSocketHandler;
import io.audiostream.transcriber.websocket.WebSocketProtocol;
import java.time.InstantSource;

/**
 * {@code StreamAudio} over a WebSocket: one session for each connection.
 *
 * @param timeouts limits the time of sessions
 * @param clock provides the timestamps of responses
 */
public record StreamProtocol(Sessions sessions, StreamTimeouts timeouts, InstantSource clock)
        implements WebSocketProtocol {

    @Override
    public String subprotocol() {
        return "audiostream";
    }

    @Override
    public WebSocketHandler opened(WebSocketConnection connection) {
        return new StreamHandler(connection, sessions, timeouts, new ResponseStamp(sessions, clock));
    }
}
