package io.audiostream.transcriber.http;

import io.audiostream.transcriber.engine.ModelInfo;
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
import org.eclipse.jetty.server.handler.GracefulHandler;

/** The HTTP server. Each request runs on a virtual thread of its own, which may wait. */
public final class HttpServer {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final HttpServerConfig config;
    private final Sessions sessions;
    private final Javalin app;

    /**
     * @param unaryTimeout ends transcriptions that take too long
     * @param metrics makes what {@code /metrics} answers, in Prometheus' text format
     */
    public HttpServer(HttpServerConfig config, Sessions sessions, UnaryTimeout unaryTimeout, Supplier<String> metrics) {
        this.config = config;
        this.sessions = sessions;
        TranscriptionsHandler transcriptions =
                new TranscriptionsHandler(sessions, unaryTimeout, config.maxReceiveBytes());
        app = Javalin.create(javalin -> {
            configure(javalin);
            javalin.requestLogger.http(RequestLog::log);
            javalin.routes.before(RequestIds::assign);
            javalin.routes.post("/v1/audio/transcriptions", transcriptions);
            javalin.routes.get("/v1/models", this::models);
            javalin.routes.get("/healthz", context -> context.result("ok\n"));
            javalin.routes.get("/readyz", this::readiness);
            javalin.routes.get("/statusz", context -> Json.write(context, PodStatus.of(sessions)));
            javalin.routes.get(
                    "/metrics",
                    context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                            .result(metrics.get()));
            javalin.routes.exception(Exception.class, ErrorResponses::answer);
            javalin.routes.error(404, ErrorResponses::notFound);
            javalin.routes.error(405, ErrorResponses::notFound);
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
            // Waits for the answers that are on their way when it is stopped.
            server.setHandler(new GracefulHandler());
            server.setStopTimeout(STOP_TIMEOUT.toMillis());
        });
    }

    /**
     * Opens the port.
     *
     * @throws IOException when it is taken
     */
    public void start() throws IOException {
        try {
            app.start(config.host(), config.port());
        } catch (JavalinBindException e) {
            throw new IOException(
                    "cannot listen on %s:%d: the port is taken, or may not be used"
                            .formatted(config.host(), config.port()),
                    e);
        }
    }

    /** The port that is listened on. */
    public int port() {
        return app.port();
    }

    /** Takes no new requests, gives those that run {@code 2 s} to be answered, and ends. */
    public void stop() {
        app.stop();
    }

    private void readiness(Context context) {
        if (sessions.accepting()) {
            context.result("ready\n");
        } else {
            context.status(503).result(sessions.draining() ? "draining\n" : "the model is being loaded\n");
        }
    }

    private void models(Context context) {
        ModelInfo model = sessions.model();
        List<Model> models = model == null ? List.of() : List.of(new Model(model.name(), "model", "audiostream"));
        Json.write(context, new Models("list", models));
    }

    private record Models(String object, List<Model> data) {}

    @SuppressWarnings("UnusedVariable") // it is written as JSON
    private record Model(String id, String object, String owned_by) {}
}
