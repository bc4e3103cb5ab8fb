package io.audiostream.operator.dependent;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.IngressRoutes;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPathBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpecBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Renders an Ingress that sends some paths of all hosts to the Service. */
final class IngressRenderer {
    private IngressRenderer() {}

    /**
     * @param defaults annotations that those of the resource replace
     * @param annotations annotations of the resource
     * @param paths paths that the Ingress matches as prefixes
     */
    static Ingress render(
            DesiredService service,
            String name,
            Map<String, String> defaults,
            Map<String, String> annotations,
            List<String> paths) {
        var routes = service.routes().ingress().orElseThrow();
        var merged = new TreeMap<>(defaults);
        merged.putAll(annotations);
        return new IngressBuilder()
                .withMetadata(new ObjectMetaBuilder(TranscriptionServiceDependent.metadata(service, name))
                        .withAnnotations(merged)
                        .build())
                .withSpec(new IngressSpecBuilder()
                        .withIngressClassName(routes.className().orElse(null))
                        .withTls(tls(routes))
                        .withRules(routes.hosts().stream()
                                .map(host -> rule(service, host, paths))
                                .toList())
                        .build())
                .build();
    }

    private static List<IngressTLS> tls(IngressRoutes routes) {
        return routes.tlsSecretName().stream()
                .map(secret -> new IngressTLS(routes.hosts(), secret))
                .toList();
    }

    private static IngressRule rule(DesiredService service, String host, List<String> paths) {
        return new IngressRuleBuilder()
                .withHost(host)
                .withNewHttp()
                .withPaths(paths.stream().map(path -> path(service, path)).toList())
                .endHttp()
                .build();
    }

    private static HTTPIngressPath path(DesiredService service, String path) {
        return new HTTPIngressPathBuilder()
                .withPath(path)
                .withPathType("Prefix")
                .withNewBackend()
                .withNewService()
                .withName(service.name())
                .withNewPort()
                .withNumber(service.inPod().ports().listener())
                .endPort()
                .endService()
                .endBackend()
                .build();
    }
}
