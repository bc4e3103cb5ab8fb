package io.audiostream.transcriber.websocket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.session.CallContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** The server's side of an open WebSocket. Thread-safe. */
public final class WebSocketConnection {

    /** Number of messages that may wait for the client before {@link #isReady} returns false. */
    private static final int READY_LIMIT = 4;

    /** Number of messages that may wait before {@link #awaitRoom} blocks. */
    private static final int ROOM_LIMIT = 64;

    /** Maximum length of a close frame's reason in bytes of UTF-8 (RFC 6455, section 5.5). */
    private static final int MAX_REASON_BYTES = 123;

    private final Session session;
    private final CallContext call;
    private final Map<String, String> headers;
    private final Map<String, List<String>> query;

    @GuardedBy("this")
    private int waiting;

    @GuardedBy("this")
    private boolean closed;

    /**
     * @param call identifies the request that opened the WebSocket
     * @param headers headers of that request
     * @param query parameters of that request's address
     */
    public WebSocketConnection(
            Session session, CallContext call, Map<String, String> headers, Map<String, List<String>> query) {
        this.session = session;
        this.call = call;
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.headers.putAll(headers);
        this.query = Map.copyOf(query);
    }

    /** Returns the context of the request that opened the WebSocket. */
    public CallContext call() {
        return call;
    }

    /** Returns a header of the request that opened the WebSocket; empty if it has none of that name. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Returns a parameter of the address; empty if it has none of that name. */
    public String parameter(String name) {
        return query.getOrDefault(name, List.of("")).getFirst();
    }

    /** Returns whether the client offered a subprotocol. */
    public boolean offers(String subprotocol) {
        return Subprotocols.of(List.of(header(Subprotocols.HEADER))).offers(subprotocol);
    }

    /** Returns whether the client keeps up: a message that may be skipped should be sent only then. */
    public synchronized boolean isReady() {
        return !closed && waiting < READY_LIMIT;
    }

    /** Queues a message. Never blocks. Has no effect after {@link #close}. */
    public void send(String message) {
        synchronized (this) {
            if (closed) {
                return;
            }
            waiting++;
            session.sendText(message, Callback.from(this::sent, _ -> sent()));
        }
    }

    private synchronized void sent() {
        waiting--;
        notifyAll();
    }

    /** Blocks while too many messages wait for a client that does not read. */
    public synchronized void awaitRoom() throws InterruptedException {
        while (!closed && waiting > ROOM_LIMIT) {
            wait();
        }
    }

    /** Returns whether the WebSocket is closed or closing. */
    public synchronized boolean isClosed() {
        return closed;
    }

    /**
     * Closes the WebSocket after the queued messages. Idempotent.
     *
     * @param reason a sentence; what exceeds a close frame is cut off
     */
    public void close(CloseCode code, String reason) {
        if (markClosed()) {
            session.close(code.value(), shorten(reason), Callback.NOOP);
        }
    }

    private static String shorten(String reason) {
        int end = Math.min(reason.length(), MAX_REASON_BYTES);
        while (reason.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            end = reason.offsetByCodePoints(end, -1);
        }
        return reason.substring(0, end);
    }

    /** Notes that the WebSocket has closed. */
    public void closed() {
        markClosed();
    }

    private synchronized boolean markClosed() {
        boolean first = !closed;
        closed = true;
        notifyAll();
        return first;
    }
}
