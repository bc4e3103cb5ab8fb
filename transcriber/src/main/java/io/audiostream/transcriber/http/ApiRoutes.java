package io.audiostream.transcriber.http;

import io.audiostream.transcriber.session.Sessions;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Set;

/**
 * The paths for clients, all of which Envoy forwards. The probes are here for load balancers in front of Envoy.
 *
 * @param transcriptions transcribes recordings
 * @param translations transcribes recordings in English
 * @param realtime OpenAI's Realtime protocol
 * @param stream live audio with the contract's messages as JSON
 */
record ApiRoutes(
        Sessions sessions,
        TranscriptionsHandler transcriptions,
        TranscriptionsHandler translations,
        WebSocketRoute realtime,
        WebSocketRoute stream)
        implements HttpRoutes {

    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    private static final String TRANSLATIONS = "/v1/audio/translations";
    private static final String REALTIME = "/v1/realtime";
    private static final String STREAM = "/v1/stream";
    private static final String MODELS = "/v1/models";

    private static final String OPENAPI = "/v1/openapi.json";

    /** Names of models can have slashes. */
    private static final String MODEL = MODELS + "/<" + ModelHandlers.ID + ">";

    /** A method of a path. */
    record Route(HandlerType method, String path, Handler handler) {}

    /** Returns what the OpenAPI document describes. */
    List<Route> routes() {
        var models = new ModelHandlers(sessions);
        return List.of(
                new Route(HandlerType.POST, TRANSCRIPTIONS, transcriptions),
                new Route(HandlerType.POST, TRANSLATIONS, translations),
                new Route(HandlerType.GET, MODELS, models::list),
                new Route(HandlerType.GET, MODEL, models::get),
                new Route(HandlerType.GET, OPENAPI, new OpenApiDocument()));
    }

    @Override
    public void register(JavalinConfig javalin) {
        for (Route route : routes()) {
            javalin.routes.addHttpHandler(route.method(), route.path(), route.handler());
            javalin.routes.options(route.path(), new Preflight(route.method() + ", OPTIONS")::answer);
        }
        realtime.register(javalin, REALTIME);
        stream.register(javalin, STREAM);
        new ProbeHandlers(sessions).register(javalin);
        Page.register(javalin);
    }

    @Override
    public Set<String> webSocketPaths() {
        return Set.of(REALTIME, STREAM);
    }

    @Override
    public String remedy() {
        return "use POST /v1/audio/transcriptions, POST /v1/audio/translations, GET /v1/models, GET /v1/openapi.json,"
                + " GET /healthz or GET /readyz, and for live audio a WebSocket at /v1/stream or /v1/realtime, or"
                + " StreamAudio over gRPC";
    }
}
