package io.audiostream.transcriber.http;

import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.session.Sessions;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /statusz} tells whoever looks after the pod. It is written as JSON, so names are part of the
 * interface; Envoy has no route to it, so clients never see it.
 *
 * @param slots streams and calls that are taken at once, at least 1
 * @param streams slots in use, 0 to {@code slots}
 * @param model what is loaded, as responses call it; null as long as nothing is
 * @param engine what runs it, with its version; null as long as nothing is loaded
 * @param ready whether streams are taken, slots allowing
 * @param draining whether the process is about to end
 */
record PodStatus(
        int slots,
        int streams,
        @Nullable String model,
        @Nullable String engine,
        boolean ready,
        boolean draining) {

    static PodStatus of(Sessions sessions) {
        ModelInfo model = sessions.model();
        return new PodStatus(
                sessions.slots().total(),
                sessions.slots().inUse(),
                model == null ? null : model.name(),
                model == null ? null : model.engine(),
                sessions.accepting(),
                sessions.draining());
    }
}
