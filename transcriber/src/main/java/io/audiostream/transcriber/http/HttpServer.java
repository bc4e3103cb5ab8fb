package io.audiostream.transcriber.http;

import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.session.ReceiveRate;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.UnaryTimeout;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** The HTTP server. Each request runs on its own virtual thread, which may block. */
public final class HttpServer {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final HttpServerConfig config;
    private final Sessions sessions;
    private final Duration stopTimeout;
    private final Javalin app;

    /**
     * @param receiveRate ends uploads that arrive too slowly
     * @param unaryTimeout ends transcriptions that exceed the time limit
     * @param metrics returns the body of {@code /metrics}, in Prometheus' text format
     */
    public HttpServer(
            HttpServerConfig config,
            Sessions sessions,
            ReceiveRate receiveRate,
            UnaryTimeout unaryTimeout,
            Supplier<String> metrics) {
        this(config, sessions, receiveRate, unaryTimeout, metrics, STOP_TIMEOUT);
    }

    /** @param stopTimeout maximum time that {@link #stop} waits for running requests */
    HttpServer(
            HttpServerConfig config,
            Sessions sessions,
            ReceiveRate receiveRate,
            UnaryTimeout unaryTimeout,
            Supplier<String> metrics,
            Duration stopTimeout) {
        this.config = config;
        this.sessions = sessions;
        this.stopTimeout = stopTimeout;
        var transcriptions = new TranscriptionsHandler(
                sessions, new Uploads(sessions.admission(), receiveRate, config.maxReceiveBytes()), unaryTimeout);
        app = Javalin.create(javalin -> {
            configure(javalin);
            javalin.requestLogger.http(RequestLog::log);
            javalin.routes.before(CallContextMapper::attach);
            javalin.routes.post("/v1/audio/transcriptions", transcriptions);
            javalin.routes.get("/v1/models", this::writeModels);
            javalin.routes.get("/healthz", this::writeLiveness);
            javalin.routes.get("/readyz", this::writeReadiness);
            javalin.routes.get("/statusz", context -> Json.write(context, PodStatus.of(sessions)));
            javalin.routes.get(
                    "/metrics",
                    context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                            .result(metrics.get()));
            javalin.routes.exception(Exception.class, ErrorResponses::write);
            javalin.routes.error(404, ErrorResponses::writeNotFound);
            javalin.routes.error(405, ErrorResponses::writeNotFound);
        });
    }

    private void configure(JavalinConfig javalin) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.concurrency.useVirtualThreads = true;
        javalin.http.prefer405over404 = true;
        javalin.http.maxRequestSize = config.maxReceiveBytes();
        Uploads.configure(javalin.jetty.multipartConfig, config.maxReceiveBytes());
        javalin.jetty.modifyServer(server -> {
            // Waits for running requests when the server stops.
            server.setHandler(new GracefulHandler());
            server.setStopTimeout(stopTimeout.toMillis());
        });
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

    /** The kubelet restarts a container that is not alive. */
    private void writeLiveness(Context context) {
        sessions.fault()
                .ifPresentOrElse(fault -> context.status(503).result(fault + "\n"), () -> context.result("ok\n"));
    }

    private void writeReadiness(Context context) {
        if (sessions.accepting()) {
            context.result("ready\n");
        } else {
            String reason = sessions.draining() ? "draining" : sessions.fault().orElse("the model is being loaded");
            context.status(503).result(reason + "\n");
        }
    }

    private void writeModels(Context context) {
        ModelInfo model = sessions.model();
        List<Model> models = model == null ? List.of() : List.of(new Model(model.name(), "model", "audiostream"));
        Json.write(context, new Models("list", models));
    }

    private record Models(String object, List<Model> data) {}

    @SuppressWarnings("UnusedVariable") // Gson reads the fields
    private record Model(String id, String object, String owned_by) {}
}
