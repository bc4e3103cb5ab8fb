package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Ingresses of {@code spec.routes.ingress}. */
class IngressRoutesIT extends ClusterFixture {
    private static final String ROUTES = "{ingress: {hosts: [speech.example.com], tlsSecretName: speech-tls}}";

    @Test
    void createsNoIngressByDefault() {
        // when
        settledExample();

        // then
        assertThat(client.network()
                        .v1()
                        .ingresses()
                        .inNamespace(namespace)
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(condition("Degraded").status()).isEqualTo("False");
    }

    @Test
    void sendsHostsToTheService() {
        // when
        var resource = applied(ROUTES);

        // then
        assertThat(List.of(ingress("grpc"), ingress("http"))).allSatisfy(ingress -> {
            assertThat(ingress.hasOwnerReferenceFor(resource)).isTrue();
            assertThat(ingress.getSpec().getTls().getFirst().getSecretName()).isEqualTo("speech-tls");
            assertThat(ingress.getSpec().getRules()).singleElement().satisfies(rule -> {
                assertThat(rule.getHost()).isEqualTo("speech.example.com");
                assertThat(rule.getHttp().getPaths()).allSatisfy(path -> {
                    var backend = path.getBackend().getService();
                    assertThat(backend.getName())
                            .isEqualTo(service().getMetadata().getName());
                    assertThat(backend.getPort().getNumber())
                            .isEqualTo(service().getSpec().getPorts().getFirst().getPort());
                });
            });
        });
        assertThat(paths(ingress("grpc"))).contains("/audiostream.AudioStreamService");
        assertThat(paths(ingress("http"))).containsExactly("/v1");
    }

    @Test
    void followsTheSpecWithoutNewPods() {
        // given
        applied(ROUTES);
        var template = deployment().getSpec().getTemplate();

        // when
        applied("{ingress: {hosts: [other.example.com], ingressClassName: other}}");

        // then
        assertThat(List.of(ingress("grpc"), ingress("http"))).allSatisfy(ingress -> {
            assertThat(ingress.getSpec().getIngressClassName()).isEqualTo("other");
            assertThat(ingress.getSpec().getTls()).isEmpty();
            assertThat(ingress.getSpec().getRules().getFirst().getHost()).isEqualTo("other.example.com");
        });
        assertThat(deployment().getSpec().getTemplate()).isEqualTo(template);
    }

    @Test
    void deletesIngressesThatTheSpecRemoves() {
        // given
        applied(ROUTES);

        // when
        applied("");

        // then
        assertThat(ingress("grpc")).isNull();
        assertThat(ingress("http")).isNull();
    }

    /** The operator that created them may have stopped before. */
    @Test
    void deletesIngressesThatTheSpecRemovesWhileNoOperatorRuns() {
        // given
        applied(ROUTES);
        operator.close();
        var resource = apply(yaml(""));

        // when
        operator = RunningOperator.in(namespace);
        operator.settle(resource);

        // then
        assertThat(ingress("grpc")).isNull();
        assertThat(ingress("http")).isNull();
    }

    @Test
    void writesNothingWhenNothingChanged() {
        // given
        applied(ROUTES);

        for (var name : List.of("grpc", "http")) {
            // when
            var before = operator.reconciles();
            client.resource(ingress(name))
                    .edit(existing -> new IngressBuilder(existing)
                            .editMetadata()
                            .addToAnnotations("example.com/note", "yes")
                            .endMetadata()
                            .build());
            operator.awaitReconcileAfter(before);

            // then
            assertThat(operator.writes()).as("writes after %s changed", name).isEmpty();
        }
    }

    @Test
    void repairsDrift() {
        // given
        applied(ROUTES);

        // when
        client.resource(ingress("http"))
                .edit(existing -> new IngressBuilder(existing)
                        .editSpec()
                        .editFirstRule()
                        .withHost("evil.example.com")
                        .endRule()
                        .endSpec()
                        .build());
        client.resource(ingress("grpc")).delete();

        // then
        eventually(() -> {
            assertThat(ingress("http").getSpec().getRules().getFirst().getHost())
                    .isEqualTo("speech.example.com");
            assertThat(ingress("grpc")).isNotNull();
        });
    }

    @Test
    void keepsIngressOfAnotherOwner() {
        // given
        var foreign = client.resource(new IngressBuilder()
                        .withNewMetadata()
                        .withName("minimal-http")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withNewDefaultBackend()
                        .withNewService()
                        .withName("other")
                        .withNewPort()
                        .withNumber(80)
                        .endPort()
                        .endService()
                        .endDefaultBackend()
                        .endSpec()
                        .build())
                .create();

        // when
        apply(yaml(ROUTES));

        // then
        eventually(() -> assertThat(condition("Degraded").reason()).isEqualTo("NameTaken"));
        assertThat(condition("Degraded").message()).contains("Ingress minimal-http already exists");
        assertThat(ingress("http").getSpec()).isEqualTo(foreign.getSpec());
    }

    private TranscriptionService applied(String routes) {
        var resource = apply(yaml(routes));
        operator.settle(resource);
        return resource;
    }

    /** @param routes value of {@code spec.routes}; empty: without the field */
    static String yaml(String routes) {
        return """
                apiVersion: audiostream.io/v1alpha1
                kind: TranscriptionService
                metadata: {name: minimal}
                spec:
                  model: {name: base}
                  %s
                """.formatted(routes.isEmpty() ? "" : "routes: " + routes);
    }

    private Ingress ingress(String suffix) {
        return client.network()
                .v1()
                .ingresses()
                .inNamespace(namespace)
                .withName("minimal-" + suffix)
                .get();
    }

    private static List<String> paths(Ingress ingress) {
        return ingress.getSpec().getRules().getFirst().getHttp().getPaths().stream()
                .map(HTTPIngressPath::getPath)
                .toList();
    }
}
