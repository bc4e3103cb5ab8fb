package io.audiostream.transcriber.http;

import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.session.Sessions;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code GET /statusz}, which the operator reads. The component names are the JSON keys and therefore part
 * of the interface. Envoy has no route to this path, so clients cannot read it.
 *
 * @param slots maximum number of concurrent streams and calls, at least 1
 * @param streams slots in use, 0 to {@code slots}
 * @param model name of the loaded model, as in responses; null before the model is loaded
 * @param engine name and version of the engine; null before the model is loaded
 * @param ready whether the pod accepts streams if a slot is free
 * @param draining whether the pod is shutting down
 * @param envoy the configuration that Envoy has accepted; null without Envoy, or if Envoy does not report it
 */
record PodStatus(
        int slots,
        int streams,
        @Nullable String model,
        @Nullable String engine,
        boolean ready,
        boolean draining,
        @Nullable EnvoyConfigState envoy) {

    static PodStatus of(Sessions sessions, @Nullable EnvoyConfigState envoy) {
        ModelInfo model = sessions.model();
        return new PodStatus(
                sessions.slots().total(),
                sessions.slots().inUse(),
                model == null ? null : model.name(),
                model == null ? null : model.engine(),
                sessions.accepting(),
                sessions.draining(),
                envoy);
    }
}
