package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.util.List;
import java.util.Map;

/** The Ingress of the HTTP API and WebSockets. It exists only for resources that ask for Ingresses. */
@KubernetesDependent(informer = @Informer(labelSelector = Labels.SELECTOR))
public final class HttpIngress extends OptionalDependent<Ingress> {
    private static final String SUFFIX = "-http";
    private static final List<String> PATHS = List.of("/v1");
    private static final long MEBIBYTE = 1024 * 1024;

    /** The limit of the proxy is the next multiple of it above that of the pods, which explain a refusal. */
    private static final long BODY_STEP_MEBIBYTES = 16;

    public HttpIngress() {
        super(SUFFIX);
    }

    @Override
    Ingress render(DesiredService service) {
        return IngressRenderer.render(
                service,
                service.name() + SUFFIX,
                annotations(service),
                service.routes().ingress().orElseThrow().httpAnnotations(),
                PATHS);
    }

    /** Other controllers ignore the annotations of ingress-nginx. */
    private static Map<String, String> annotations(DesiredService service) {
        var silence = Math.max(RouteTimeouts.silenceSeconds(service), RouteTimeouts.requestSeconds(service));
        return Map.of(
                "nginx.ingress.kubernetes.io/backend-protocol",
                service.envoy().access().tls().isPresent() ? "HTTPS" : "HTTP",
                "nginx.ingress.kubernetes.io/proxy-http-version",
                "1.1",
                // nginx would write a recording to its disk.
                "nginx.ingress.kubernetes.io/proxy-request-buffering",
                "off",
                "nginx.ingress.kubernetes.io/proxy-body-size",
                bodyMebibytes(service) + "m",
                // Of answers, and of WebSockets without a result.
                "nginx.ingress.kubernetes.io/proxy-read-timeout",
                String.valueOf(silence));
    }

    private static long bodyMebibytes(DesiredService service) {
        var mebibytes = service.envoy().maxReceiveMessageBytes() / MEBIBYTE;
        return (mebibytes / BODY_STEP_MEBIBYTES + 1) * BODY_STEP_MEBIBYTES;
    }
}
