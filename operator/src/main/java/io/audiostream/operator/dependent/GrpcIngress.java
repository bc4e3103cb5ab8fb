package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.util.Map;

/** The Ingress of gRPC and gRPC-Web. It exists only for resources that ask for Ingresses. */
@KubernetesDependent(informer = @Informer(labelSelector = Labels.SELECTOR))
public final class GrpcIngress extends OptionalDependent<Ingress> {
    private static final String SUFFIX = "-grpc";

    public GrpcIngress() {
        super(SUFFIX);
    }

    @Override
    Ingress render(DesiredService service) {
        return IngressRenderer.render(
                service,
                service.name() + SUFFIX,
                annotations(service),
                service.routes().ingress().orElseThrow().grpcAnnotations(),
                GrpcServices.NAMES.stream().map(name -> "/" + name).toList());
    }

    /** Other controllers ignore the annotations of ingress-nginx. */
    private static Map<String, String> annotations(DesiredService service) {
        var silence = String.valueOf(RouteTimeouts.silenceSeconds(service));
        return Map.of(
                "nginx.ingress.kubernetes.io/backend-protocol",
                service.envoy().access().tls().isPresent() ? "GRPCS" : "GRPC",
                // nginx adds up the audio of a stream: any limit ends long streams. The pods limit each message.
                "nginx.ingress.kubernetes.io/proxy-body-size",
                "0",
                "nginx.ingress.kubernetes.io/proxy-read-timeout",
                silence,
                "nginx.ingress.kubernetes.io/proxy-send-timeout",
                silence);
    }
}
