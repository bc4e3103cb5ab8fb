package io.audiostream.transcriber.http;

import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.openai.ApiException;
import io.audiostream.transcriber.openai.ModelNames;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.Sessions;
import io.javalin.http.Context;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Answers {@code GET /v1/models} and {@code GET /v1/models/ID}. */
record ModelHandlers(Sessions sessions) {

    static final String ID = "id";

    private record Models(String object, List<Model> data) {}

    @SuppressWarnings("UnusedVariable") // Gson reads the fields
    private record Model(String id, String object, long created, String owned_by) {

        static Model of(ModelInfo model) {
            long created = ManagementFactory.getRuntimeMXBean().getStartTime() / 1_000;
            return new Model(model.name(), "model", created, "audiostream");
        }
    }

    void list(Context context) {
        ModelInfo model = sessions.model();
        JsonResponse.write(context, new Models("list", model == null ? List.of() : List.of(Model.of(model))));
    }

    /** Describes the service's model under its own name, also for a name that stands for it. */
    void get(Context context) throws ApiException, SessionRefusedException {
        ModelInfo model = sessions.model();
        if (model == null) {
            throw new ApiException(503, null, "the model is still being loaded: try again in a few seconds");
        }
        String id = context.pathParam(ID);
        if (!id.equals(model.name()) && !ModelNames.isAlias(id)) {
            throw SessionRefusedException.unknownModel(model, id);
        }
        JsonResponse.write(context, Model.of(model));
    }
}
