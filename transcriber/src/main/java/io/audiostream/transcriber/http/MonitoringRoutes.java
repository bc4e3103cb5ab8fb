package io.audiostream.transcriber.http;

import io.audiostream.transcriber.session.Sessions;
import io.javalin.config.JavalinConfig;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The paths for Kubernetes, Prometheus and the operator. The network of the pods reaches this port without Envoy, so it
 * serves no audio.
 *
 * @param metrics returns the body of {@code /metrics}, in Prometheus' text format
 * @param envoy returns the configuration that Envoy has accepted, or null
 * @param apiAddress returns the address of the API, {@code HOST:PORT}
 */
record MonitoringRoutes(
        Sessions sessions,
        Supplier<String> metrics,
        Supplier<@Nullable EnvoyConfigState> envoy,
        Supplier<String> apiAddress)
        implements HttpRoutes {

    @Override
    public void register(JavalinConfig javalin) {
        new ProbeHandlers(sessions).register(javalin);
        javalin.routes.get("/statusz", context -> JsonResponse.write(context, PodStatus.of(sessions, envoy.get())));
        javalin.routes.get(
                "/metrics",
                context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(metrics.get()));
    }

    @Override
    public String remedy() {
        return ("this port serves only GET /healthz, /readyz, /statusz and /metrics; the API is on the port of Envoy,"
                        + " 50051 in a pod, and on %s for a client on the machine of a transcriber without Envoy")
                .formatted(apiAddress.get());
    }
}
