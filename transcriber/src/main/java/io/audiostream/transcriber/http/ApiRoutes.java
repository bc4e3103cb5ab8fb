package io.audiostream.transcriber.http;

import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.session.Sessions;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;

/** The paths for clients, all of which Envoy forwards. The probes are here for load balancers in front of Envoy. */
record ApiRoutes(Sessions sessions, TranscriptionsHandler transcriptions) implements HttpRoutes {

    @Override
    public void register(JavalinConfig javalin) {
        javalin.routes.post("/v1/audio/transcriptions", transcriptions);
        javalin.routes.get("/v1/models", this::writeModels);
        new ProbeHandlers(sessions).register(javalin);
    }

    @Override
    public String remedy() {
        return "use POST /v1/audio/transcriptions, GET /v1/models, GET /healthz or GET /readyz, and for live audio"
                + " StreamAudio over gRPC, because there is no WebSocket";
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
