package io.audiostream.transcriber.auth;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.websocket.Subprotocols;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers Envoy, which asks at the start of each call: {@code /authorize} and the path of the call. Status 200 allows
 * the call and names the caller; 401 refuses it, with a message for the client. Also serves the JSON Web Key Set of a
 * mounted Secret at {@code /jwks}. Listens on loopback only: its answers must not help anybody to guess keys.
 */
public final class AuthorizationServer {

    private static final Logger log = LoggerFactory.getLogger(AuthorizationServer.class);

    private static final String CHALLENGE = "Bearer realm=\"audiostream\"";
    private static final int NO_BODY = -1;

    /** By this header of the response, Envoy removes headers of the call. */
    private static final String REMOVAL_HEADER = "x-envoy-auth-headers-to-remove";

    private static final String CREDENTIALS =
            "authorization,x-api-key,x-audiostream-jwt-subject,x-audiostream-jwt-failure";

    private final AuthorizationConfig config;
    private final Authorizer authorizer;
    private final HttpServer server;

    /**
     * @param executor runs the requests
     * @throws IOException if no server can be created
     */
    public AuthorizationServer(AuthorizationConfig config, Executor executor) throws IOException {
        this.config = config;
        authorizer = new Authorizer(config.apiKeys().map(ApiKeys::new), config.acceptsJwt());
        server = HttpServer.create();
        server.setExecutor(executor);
        server.createContext("/authorize", this::authorize);
        server.createContext("/jwks", this::writeKeySet);
    }

    /**
     * Opens the port.
     *
     * @throws IOException if the port is taken
     */
    public void start() throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port());
        try {
            server.bind(address, 0);
        } catch (BindException e) {
            throw new IOException("cannot listen on %s: %s".formatted(address, e.getMessage()), e);
        }
        server.start();
    }

    /** Returns the port on which the server listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Stops at once. */
    public void stop() {
        server.stop(0);
    }

    private void authorize(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            var subprotocols = Subprotocols.of(headers.get(Subprotocols.HEADER));
            var credentials = Credentials.of(
                    headers.getFirst("authorization"),
                    headers.getFirst("x-api-key"),
                    subprotocols,
                    headers.getFirst("x-audiostream-jwt-subject"),
                    headers.getFirst("x-audiostream-jwt-failure"));
            switch (authorizer.authorize(credentials)) {
                case Authorizer.Decision.Allowed allowed -> {
                    removeCredentials(exchange.getResponseHeaders(), subprotocols);
                    exchange.getResponseHeaders().set(CallContext.CALLER_HEADER, allowed.caller());
                    exchange.sendResponseHeaders(200, NO_BODY);
                }
                case Authorizer.Decision.Refused refused -> {
                    exchange.getResponseHeaders()
                            .set(
                                    "www-authenticate",
                                    refused.presented() ? CHALLENGE + ", error=\"invalid_token\"" : CHALLENGE);
                    write(exchange, 401, refused.message().getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (RuntimeException e) {
            // Envoy refuses the call when it gets no answer.
            log.error("a call could not be authorized", e);
            throw e;
        }
    }

    /** Has Envoy remove the credentials, so that none reach the transcriber's own servers. */
    private static void removeCredentials(Headers response, Subprotocols subprotocols) {
        String others = subprotocols.withoutKeys();
        if (others.isEmpty()) {
            response.set(REMOVAL_HEADER, CREDENTIALS + "," + Subprotocols.HEADER);
        } else {
            response.set(REMOVAL_HEADER, CREDENTIALS);
            response.set(Subprotocols.HEADER, others); // replaces the client's
        }
    }

    private void writeKeySet(HttpExchange exchange) throws IOException {
        try (exchange) {
            Path file = config.jwks().orElse(null);
            if (file == null) {
                exchange.sendResponseHeaders(404, NO_BODY);
            } else {
                write(exchange, 200, Files.readAllBytes(file));
            }
        } catch (IOException e) {
            log.error("cannot send the key set in {}: {}", config.jwks(), e.toString());
            throw e;
        }
    }

    private static void write(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
