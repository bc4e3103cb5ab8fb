package io.audiostream.transcriber.http;

import io.audiostream.transcriber.openai.ApiException;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.websocket.CloseCode;
import io.audiostream.transcriber.websocket.Subprotocols;
import io.audiostream.transcriber.websocket.WebSocketConnection;
import io.audiostream.transcriber.websocket.WebSocketHandler;
import io.audiostream.transcriber.websocket.WebSocketProtocol;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A path at which clients open WebSockets. A request that finds no slot is refused with a status before the WebSocket
 * opens. Thread-safe.
 */
final class WebSocketRoute {

    /** Maximum size of a message: what every slot may hold in memory, as {@code Permit} has it. */
    static final int MAX_MESSAGE_BYTES = 1 << 20;

    private static final Logger log = LoggerFactory.getLogger(WebSocketRoute.class);

    /** Pause between two PINGs, shorter than the idle timeouts of common proxies. */
    private static final Duration PING_INTERVAL = Duration.ofSeconds(20);

    /** Time without any byte, after which the connection is dead. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

    private final Sessions sessions;
    private final WebSocketProtocol protocol;

    /** The open WebSockets by Javalin's id. */
    private final Map<String, OpenWebSocket> open = new ConcurrentHashMap<>();

    private record OpenWebSocket(WebSocketConnection connection, WebSocketHandler handler) {}

    /** @param protocol what the WebSockets carry */
    WebSocketRoute(Sessions sessions, WebSocketProtocol protocol) {
        this.sessions = sessions;
        this.protocol = protocol;
    }

    /** Sets the limits of all WebSockets of a server. */
    static void limit(JettyWebSocketServletFactory factory) {
        factory.setMaxTextMessageSize(MAX_MESSAGE_BYTES);
        factory.setMaxBinaryMessageSize(MAX_MESSAGE_BYTES);
        factory.setIdleTimeout(IDLE_TIMEOUT);
    }

    void register(JavalinConfig javalin, String path) {
        javalin.routes.wsBeforeUpgrade(path, this::admit);
        javalin.routes.ws(path, this::configure);
        javalin.routes.get(path, this::refusePlain);
    }

    /**
     * Answers a request that asks for no WebSocket. It gets the refusal that a WebSocket would get, because browsers do
     * not show a page the refusal of a WebSocket.
     */
    private void refusePlain(Context context) throws SessionRefusedException, ApiException {
        sessions.admission().check(CallContextMapper.of(context).caller());
        context.header("Upgrade", "websocket");
        throw new ApiException(
                426,
                null,
                "upgrade_required",
                "%s is a WebSocket: open it with a WebSocket client, at ws://… or wss://…".formatted(context.path()));
    }

    private void admit(Context context) throws SessionRefusedException, ApiException {
        CallContextMapper.attach(context);
        OriginCheck.check(context);
        selectSubprotocol(context);
        sessions.admission().check(CallContextMapper.of(context).caller());
    }

    /** Answers with the own subprotocol, or with none. Javalin has answered with the first one, which can be a key. */
    private void selectSubprotocol(Context context) {
        boolean offered = Subprotocols.of(Collections.list(context.req().getHeaders(Subprotocols.HEADER)))
                .offers(protocol.subprotocol());
        context.res().setHeader(Subprotocols.HEADER, offered ? protocol.subprotocol() : null);
    }

    private void configure(WsConfig webSocket) {
        webSocket.onConnect(this::connect);
        webSocket.onMessage(context -> handle(context, handler -> handler.onText(context.message())));
        webSocket.onBinaryMessage(context -> handle(context, handler -> handler.onBinary(context.data())));
        webSocket.onError(context -> log.debug("a WebSocket failed", context.error()));
        webSocket.onClose(this::close);
    }

    private void connect(WsContext context) {
        var connection = new WebSocketConnection(
                context.session, CallContextMapper.of(context), context.headerMap(), context.queryParamMap());
        open.put(context.sessionId(), new OpenWebSocket(connection, protocol.opened(connection)));
        context.enableAutomaticPings(PING_INTERVAL.toSeconds(), TimeUnit.SECONDS);
    }

    private void close(WsContext context) {
        OpenWebSocket socket = open.remove(context.sessionId());
        if (socket != null) {
            socket.connection().closed();
            socket.handler().onClosed();
        }
    }

    private void handle(WsContext context, Consumer<WebSocketHandler> action) {
        OpenWebSocket socket = open.get(context.sessionId());
        if (socket == null || socket.connection().isClosed()) {
            return; // the server has closed it, and the client does not know yet
        }
        WebSocketConnection connection = socket.connection();
        try {
            connection.awaitRoom();
            action.accept(socket.handler());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.close(CloseCode.SERVICE_RESTART, "the server is shutting down");
        } catch (RuntimeException e) {
            String requestId = connection.call().requestId();
            log.error("the WebSocket of request {} failed", requestId, e);
            connection.close(
                    CloseCode.INTERNAL_ERROR, "internal error: see the server's log for request id " + requestId);
        }
    }
}
