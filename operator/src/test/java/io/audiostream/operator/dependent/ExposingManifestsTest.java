package io.audiostream.operator.dependent;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manifests that docs/exposing.md quotes, held against the Service that the operator creates. */
class ExposingManifestsTest {
    private static final Path FOLDER = ResourceFiles.EXAMPLES.resolve("exposing");

    /** The first addresses and ports of other files are those of nginx.conf or envoy.yaml. */
    private static final Pattern ADDRESS =
            Pattern.compile("(speech(?:-headless)?)[.](default)[.]svc[.]cluster[.]local(?::|, port_value: )(\\d+)");

    private final Service service =
            new EndpointService().render(DesiredService.of(ResourceFiles.read(FOLDER.resolve("speech.yaml"))));

    @Test
    void selectsThePodsByLoadBalancer() {
        // when
        var loadBalancer = Serialization.unmarshal(text("load-balancer.yaml"), Service.class);

        // then
        assertThat(loadBalancer.getSpec().getSelector())
                .isEqualTo(service.getSpec().getSelector());
        assertThat(loadBalancer.getSpec().getPorts().getFirst().getTargetPort())
                .isEqualTo(service.getSpec().getPorts().getFirst().getTargetPort());
    }

    @Test
    void namesServiceAndPortByIngress() {
        // when
        var backends = documents("ingress.yaml")
                .filter(document -> document.contains("kind: Ingress\n"))
                .map(document -> Serialization.unmarshal(document, Ingress.class))
                .flatMap(ingress -> ingress.getSpec().getRules().stream())
                .flatMap(rule -> rule.getHttp().getPaths().stream())
                .map(path -> path.getBackend().getService());

        // then
        assertThat(backends).hasSize(3).allSatisfy(backend -> {
            assertThat(backend.getName()).isEqualTo(service.getMetadata().getName());
            assertThat(backend.getPort().getNumber()).isEqualTo(port());
        });
    }

    @Test
    void namesServiceAndPortByGateway() {
        // given
        var backend = Pattern.compile("backendRefs:\\s+- name: (\\S+)\\s+port: (\\d+)");

        // when
        var backends = backend.matcher(text("gateway.yaml")).results();

        // then
        assertThat(backends).hasSize(2).allSatisfy(match -> {
            assertThat(match.group(1)).isEqualTo(service.getMetadata().getName());
            assertThat(match.group(2)).isEqualTo(String.valueOf(port()));
        });
    }

    @Test
    void namesAddressesOfServiceByProxies() {
        for (var file : new String[] {"nginx.conf", "haproxy.cfg", "envoy.yaml"}) {
            // when
            var addresses = ADDRESS.matcher(text(file)).results();

            // then
            assertThat(addresses).as(file).isNotEmpty().allSatisfy(address -> {
                assertThat(address.group(1)).startsWith(service.getMetadata().getName());
                assertThat(address.group(2)).isEqualTo(service.getMetadata().getNamespace());
                assertThat(address.group(3)).isEqualTo(String.valueOf(port()));
            });
        }
    }

    /** Except that a WebSocket may be silent for as long as a stream of gRPC. */
    @Test
    void equalsIngressesThatTheOperatorCreates() {
        // given
        var routes =
                routes("{ingress: {ingressClassName: nginx, hosts: [speech.example.com], tlsSecretName: speech-tls}}");
        var timeout = "nginx.ingress.kubernetes.io/proxy-read-timeout";

        // when
        var examples = documents("ingress.yaml")
                .filter(document -> document.contains("kind: Ingress\n"))
                .map(document -> Serialization.unmarshal(document, Ingress.class))
                .collect(Collectors.toMap(ingress -> ingress.getMetadata().getName(), ingress -> ingress));

        // then
        for (var created : List.of(new GrpcIngress().render(routes), new HttpIngress().render(routes))) {
            var example = examples.get(created.getMetadata().getName());
            assertThat(created.getMetadata().getAnnotations().get(timeout)).isEqualTo("3900");
            example.getMetadata().getAnnotations().put(timeout, "3900");
            assertThat(created.getMetadata().getAnnotations())
                    .containsAllEntriesOf(example.getMetadata().getAnnotations());
            assertThat(created.getSpec().getTls()).isEqualTo(example.getSpec().getTls());
            assertThat(created.getSpec().getIngressClassName())
                    .isEqualTo(example.getSpec().getIngressClassName());
            assertThat(created.getSpec().getRules().getFirst().getHttp().getPaths())
                    .containsAll(
                            example.getSpec().getRules().getFirst().getHttp().getPaths());
        }
    }

    @Test
    void equalsRoutesOfGatewayApiThatTheOperatorCreates() {
        // given
        var routes = routes("{gateway: {parentRefs: [{name: speech}], hostnames: [speech.example.com]}}");
        var grpc = Serialization.unmarshal(document("gateway.yaml", "GRPCRoute"), GRPCRoute.class);
        var http = Serialization.unmarshal(document("gateway.yaml", "HTTPRoute"), HTTPRoute.class);

        // when
        var createdGrpc = new GatewayGrpcRoute().render(routes);
        var createdHttp = new GatewayHttpRoute().render(routes);

        // then
        assertThat(createdGrpc.getMetadata().getName())
                .isEqualTo(grpc.getMetadata().getName());
        assertThat(createdGrpc.getSpec().getRules().getFirst().getMatches())
                .extracting(match -> match.getMethod().getService())
                .isEqualTo(grpc.getSpec().getRules().getFirst().getMatches().stream()
                        .map(match -> match.getMethod().getService())
                        .toList());
        assertThat(createdHttp.getMetadata().getName())
                .isEqualTo(http.getMetadata().getName());
        assertThat(http.getSpec().getRules().getFirst().getTimeouts().getRequest())
                .isEqualTo("11m");
        assertThat(createdHttp.getSpec().getRules().getFirst().getTimeouts().getRequest())
                .isEqualTo(11 * 60 + "s");
    }

    private static DesiredService routes(String routes) {
        return DesiredService.of(ResourceFiles.parse(text("speech.yaml") + "  routes: " + routes));
    }

    private static String document(String file, String kind) {
        return documents(file)
                .filter(document -> document.contains("kind: " + kind + "\n"))
                .findFirst()
                .orElseThrow();
    }

    private int port() {
        return service.getSpec().getPorts().getFirst().getPort();
    }

    private static Stream<String> documents(String file) {
        return Pattern.compile("^---$", Pattern.MULTILINE).splitAsStream(text(file));
    }

    private static String text(String file) {
        return ResourceFiles.text(FOLDER.resolve(file));
    }
}
