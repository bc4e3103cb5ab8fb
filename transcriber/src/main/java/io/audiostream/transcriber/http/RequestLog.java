package io.audiostream.transcriber.http;

import io.javalin.http.Context;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs one line per request. Never logs audio or text. */
final class RequestLog {

    private static final Logger log = LoggerFactory.getLogger(RequestLog.class);

    /** Paths that Kubernetes, Prometheus and the operator request frequently. */
    private static final Set<String> MONITORING_PATHS = Set.of("/healthz", "/readyz", "/statusz", "/metrics");

    private RequestLog() {}

    /** @param millis from the first line of the request to the response */
    static void log(Context context, float millis) {
        log.atLevel(MONITORING_PATHS.contains(context.path()) ? Level.DEBUG : Level.INFO)
                .addKeyValue("requestId", CallContextMapper.of(context).requestId())
                .addKeyValue("method", context.method())
                .addKeyValue("path", context.path())
                .addKeyValue("status", context.statusCode())
                .addKeyValue("millis", Math.round(millis))
                .log("request ended");
    }
}
