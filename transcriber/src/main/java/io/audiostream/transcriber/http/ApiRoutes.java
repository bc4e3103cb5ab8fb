package io.audiostream.transcriber.http;

import io.audiostream.transcriber.session.Sessions;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.Set;

/**
 * The paths for clients, all of which Envoy forwards. The probes are here for load balancers in front of Envoy.
 *
 * @param transcriptions transcribes recordings
 * @param translations transcribes recordings in English
 * @param realtime OpenAI's Realtime protocol
 */
record ApiRoutes(
        Sessions sessions,
        TranscriptionsHandler transcriptions,
        TranscriptionsHandler translations,
        WebSocketRoute realtime)
        implements HttpRoutes {

    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    private static final String TRANSLATIONS = "/v1/audio/translations";
    private static final String REALTIME = "/v1/realtime";
    private static final String MODELS = "/v1/models";

    /** Names of models can have slashes. */
    private static final String MODEL = MODELS + "/<" + ModelHandlers.ID + ">";

    @Override
    public void register(JavalinConfig javalin) {
        register(javalin, HandlerType.POST, TRANSCRIPTIONS, transcriptions);
        register(javalin, HandlerType.POST, TRANSLATIONS, translations);
        var models = new ModelHandlers(sessions);
        register(javalin, HandlerType.GET, MODELS, models::list);
        register(javalin, HandlerType.GET, MODEL, models::get);
        realtime.register(javalin, REALTIME);
        new ProbeHandlers(sessions).register(javalin);
    }

    private static void register(JavalinConfig javalin, HandlerType method, String path, Handler handler) {
        javalin.routes.addHttpHandler(method, path, handler);
        javalin.routes.options(path, new Preflight(method + ", OPTIONS")::answer);
    }

    @Override
    public Set<String> webSocketPaths() {
        return Set.of(REALTIME);
    }

    @Override
    public String remedy() {
        return "use POST /v1/audio/transcriptions, POST /v1/audio/translations, GET /v1/models, GET /healthz or"
                + " GET /readyz, and for live audio a WebSocket at /v1/realtime, or StreamAudio over gRPC";
    }
}
