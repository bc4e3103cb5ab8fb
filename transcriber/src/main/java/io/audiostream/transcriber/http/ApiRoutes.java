package io.audiostream.transcriber.http;

import io.audiostream.transcriber.session.Sessions;
import io.javalin.config.JavalinConfig;

/**
 * The paths for clients, all of which Envoy forwards. The probes are here for load balancers in front of Envoy.
 *
 * @param transcriptions transcribes recordings
 * @param translations transcribes recordings in English
 */
record ApiRoutes(Sessions sessions, TranscriptionsHandler transcriptions, TranscriptionsHandler translations)
        implements HttpRoutes {

    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    private static final String TRANSLATIONS = "/v1/audio/translations";
    private static final String MODELS = "/v1/models";

    /** Names of models can have slashes. */
    private static final String MODEL = MODELS + "/<" + ModelHandlers.ID + ">";

    @Override
    public void register(JavalinConfig javalin) {
        javalin.routes.post(TRANSCRIPTIONS, transcriptions);
        javalin.routes.options(TRANSCRIPTIONS, new Preflight("POST, OPTIONS")::answer);
        javalin.routes.post(TRANSLATIONS, translations);
        javalin.routes.options(TRANSLATIONS, new Preflight("POST, OPTIONS")::answer);
        var models = new ModelHandlers(sessions);
        javalin.routes.get(MODELS, models::list);
        javalin.routes.options(MODELS, new Preflight("GET, OPTIONS")::answer);
        javalin.routes.get(MODEL, models::get);
        javalin.routes.options(MODEL, new Preflight("GET, OPTIONS")::answer);
        new ProbeHandlers(sessions).register(javalin);
    }

    @Override
    public String remedy() {
        return "use POST /v1/audio/transcriptions, POST /v1/audio/translations, GET /v1/models, GET /healthz or"
                + " GET /readyz, and for live audio StreamAudio over gRPC, because there is no WebSocket";
    }
}
