package io.audiostream.transcriber.http;

import io.javalin.http.Context;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A line for each request that was answered. Never holds audio or text. */
final class RequestLog {

    private static final Logger log = LoggerFactory.getLogger(RequestLog.class);

    /** By Kubernetes, Envoy and the operator. */
    private static final Set<String> ASKED_ALL_THE_TIME = Set.of("/healthz", "/readyz", "/statusz", "/metrics");

    private RequestLog() {}

    /** @param millis from the request's first line to its answer */
    static void log(Context context, float millis) {
        log.atLevel(ASKED_ALL_THE_TIME.contains(context.path()) ? Level.DEBUG : Level.INFO)
                .addKeyValue("requestId", RequestIds.of(context))
                .addKeyValue("method", context.method())
                .addKeyValue("path", context.path())
                .addKeyValue("status", context.statusCode())
                .addKeyValue("millis", Math.round(millis))
                .log("request answered");
    }
}
