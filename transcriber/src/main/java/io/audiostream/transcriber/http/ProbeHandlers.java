package io.audiostream.transcriber.http;

import io.audiostream.transcriber.session.Sessions;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

/** Answers liveness and readiness probes. */
record ProbeHandlers(Sessions sessions) {

    void register(JavalinConfig javalin) {
        javalin.routes.get("/healthz", this::writeLiveness);
        javalin.routes.get("/readyz", this::writeReadiness);
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
}
