package io.audiostream.transcriber.http;

import io.audiostream.transcriber.realtime.RealtimeProtocol;
import io.audiostream.transcriber.session.ReceiveRate;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamTimeouts;
import io.audiostream.transcriber.session.UnaryTimeout;
import io.audiostream.transcriber.stream.StreamProtocol;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.jspecify.annotations.Nullable;

/** An HTTP server. Each request runs on its own virtual thread, which may block. */
public final class HttpServer {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final HttpServerConfig config;
    private final Duration stopTimeout;
    private final Javalin app;

    private HttpServer(HttpServerConfig config, HttpRoutes routes, Duration stopTimeout) {
        this.config = config;
        this.stopTimeout = stopTimeout;
        app = Javalin.create(javalin -> {
            configure(javalin, routes);
            javalin.requestLogger.http(RequestLog::log);
            javalin.routes.before(CallContextMapper::attach);
            routes.register(javalin);
            javalin.routes.exception(Exception.class, ErrorResponses::write);
            javalin.routes.error(404, context -> ErrorResponses.writeNotFound(context, routes.remedy()));
            javalin.routes.error(405, context -> ErrorResponses.writeNotFound(context, routes.remedy()));
        });
    }

    /**
     * Creates the server of the API, for Envoy.
     *
     * @param receiveRate ends uploads that arrive too slowly
     * @param unaryTimeout ends transcriptions that exceed the time limit
     * @param streamTimeouts limits the time of live audio over WebSockets
     */
    public static HttpServer api(
            HttpServerConfig config,
            Sessions sessions,
            ReceiveRate receiveRate,
            UnaryTimeout unaryTimeout,
            StreamTimeouts streamTimeouts) {
        return api(config, sessions, receiveRate, unaryTimeout, streamTimeouts, STOP_TIMEOUT);
    }

    /** @param stopTimeout maximum time that {@link #stop} waits for running requests */
    static HttpServer api(
            HttpServerConfig config,
            Sessions sessions,
            ReceiveRate receiveRate,
            UnaryTimeout unaryTimeout,
            StreamTimeouts streamTimeouts,
            Duration stopTimeout) {
        var uploads = new Uploads(sessions.admission(), receiveRate, config.maxReceiveBytes());
        var routes = new ApiRoutes(
                sessions,
                new TranscriptionsHandler(sessions, uploads, unaryTimeout, false),
                new TranscriptionsHandler(sessions, uploads, unaryTimeout, true),
                new WebSocketRoute(sessions, new RealtimeProtocol(sessions, streamTimeouts)),
                new WebSocketRoute(sessions, new StreamProtocol(sessions, streamTimeouts, InstantSource.system())));
        return new HttpServer(config, routes, stopTimeout);
    }

    /**
     * Creates the server of the probes, the metrics and the status, for Kubernetes, Prometheus and the operator.
     *
     * @param api the server of the API, which error responses name
     * @param metrics returns the body of {@code /metrics}, in Prometheus' text format
     * @param envoy returns the configuration that Envoy has accepted, or null
     */
    public static HttpServer monitoring(
            HttpServerConfig config,
            Sessions sessions,
            HttpServer api,
            Supplier<String> metrics,
            Supplier<@Nullable EnvoyConfigState> envoy) {
        return new HttpServer(config, new MonitoringRoutes(sessions, metrics, envoy, api::address), STOP_TIMEOUT);
    }

    private void configure(JavalinConfig javalin, HttpRoutes routes) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.concurrency.useVirtualThreads = true;
        javalin.http.prefer405over404 = true;
        javalin.http.maxRequestSize = config.maxReceiveBytes();
        javalin.jetty.modifyServer(server -> {
            // Waits for running requests when the server stops.
            server.setHandler(new GracefulHandler(new WebSocketRefusal(routes.webSocketPaths())));
            server.setStopTimeout(stopTimeout.toMillis());
        });
        javalin.jetty.modifyServletContextHandler(context -> context.setSessionHandler(StatelessSessions.create()));
        javalin.jetty.modifyWebSocketServletFactory(WebSocketRoute::limit);
    }

    /**
     * Opens the port.
     *
     * @throws IOException if the port is taken or must not be used
     */
    public void start() throws IOException {
        try {
            app.start(config.host(), config.port());
        } catch (JavalinBindException e) {
            throw new IOException(
                    "cannot listen on %s:%d: the port is taken or not permitted"
                            .formatted(config.host(), config.port()),
                    e);
        }
    }

    /** Returns the port on which the server listens. */
    public int port() {
        return app.port();
    }

    /** Returns the address on which the server listens, {@code HOST:PORT}. */
    public String address() {
        String host = config.host();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /** Sets the time after which Jetty reports a new connection as idle. */
    void idleTimeout(Duration timeout) {
        for (Connector connector : app.jettyServer().server().getConnectors()) {
            ((AbstractConnector) connector).setIdleTimeout(timeout.toMillis());
        }
    }

    /** Refuses new requests, waits up to 2 s for the responses to running ones, and stops. */
    public void stop() {
        app.stop();
    }
}
