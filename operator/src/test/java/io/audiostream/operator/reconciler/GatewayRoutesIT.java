package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.testing.ApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The routes of {@code spec.routes.gateway}. Isolated, because all other tests share the definitions of the server. */
@Isolated
class GatewayRoutesIT extends ClusterFixture {
    private static final List<Path> GATEWAY_API = List.of(
            Path.of("src/test/resources/gateway-api/grpcroutes.yaml"),
            Path.of("src/test/resources/gateway-api/httproutes.yaml"));
    private static final String ROUTES =
            "{gateway: {parentRefs: [{name: public, namespace: gateways}], hostnames: [speech.example.com]}}";

    @AfterEach
    void removeGatewayApi() {
        removeDefinitions();
    }

    @Test
    void sendsHostsToTheService() {
        // given
        installDefinitions();

        // when
        var resource = applied(ROUTES);

        // then
        assertThat(routes())
                .allSatisfy(route ->
                        assertThat(route.hasOwnerReferenceFor(resource)).isTrue());
        var grpc = grpcRoute().getSpec();
        assertThat(grpc.getHostnames()).containsExactly("speech.example.com");
        assertThat(grpc.getParentRefs()).singleElement().satisfies(parent -> {
            assertThat(parent.getName()).isEqualTo("public");
            assertThat(parent.getNamespace()).isEqualTo("gateways");
        });
        assertThat(grpc.getRules().getFirst().getBackendRefs()).singleElement().satisfies(backend -> {
            assertThat(backend.getName()).isEqualTo(service().getMetadata().getName());
            assertThat(backend.getPort())
                    .isEqualTo(service().getSpec().getPorts().getFirst().getPort());
        });
        var http = httpRoute().getSpec();
        assertThat(http.getHostnames()).containsExactly("speech.example.com");
        assertThat(http.getRules().getFirst().getBackendRefs().getFirst().getName())
                .isEqualTo(service().getMetadata().getName());
    }

    @Test
    void followsTheSpecAndDeletesWhatItRemoves() {
        // given
        installDefinitions();
        applied(ROUTES);
        var template = deployment().getSpec().getTemplate();

        // when
        applied("{gateway: {parentRefs: [{name: other}], hostnames: [other.example.com]}}");

        // then
        assertThat(grpcRoute().getSpec().getHostnames()).containsExactly("other.example.com");
        assertThat(httpRoute().getSpec().getParentRefs().getFirst().getName()).isEqualTo("other");
        assertThat(deployment().getSpec().getTemplate()).isEqualTo(template);

        // when
        applied("");

        // then
        assertThat(grpcRoute()).isNull();
        assertThat(httpRoute()).isNull();
    }

    @Test
    void writesNothingWhenNothingChanged() {
        // given
        installDefinitions();
        applied(ROUTES);

        for (HasMetadata route : routes()) {
            // when
            var before = operator.reconciles();
            annotate(route);
            operator.awaitReconcileAfter(before);

            // then
            assertThat(operator.writes())
                    .as("writes after %s changed", route.getKind())
                    .isEmpty();
        }
    }

    @Test
    void recreatesDeletedRoutes() {
        // given
        installDefinitions();
        applied(ROUTES);

        // when
        routes().forEach(route -> client.resource(route).delete());

        // then
        eventually(() -> assertThat(routes()).doesNotContainNull());
    }

    @Test
    void reportsRouteThatTheGatewayDoesNotAccept() {
        // given
        installDefinitions();
        applied(ROUTES);

        // when
        report(httpRoute(), "False", "NotAllowedByListeners");

        // then
        eventually(() -> assertThat(condition("Degraded").reason()).isEqualTo("RouteNotAccepted"));
        assertThat(condition("Degraded").message())
                .startsWith(
                        "The Gateway gateways/public does not accept the HTTPRoute minimal: NotAllowedByListeners: ");

        // when
        report(httpRoute(), "True", "Accepted");

        // then
        eventually(() -> assertThat(condition("Degraded").reason()).isEqualTo("AsExpected"));
    }

    /** Reports as the controller of a Gateway does. */
    private void report(HTTPRoute route, String status, String reason) {
        client.resource(route).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), """
                        {"status": {"parents": [{"controllerName": "example.com/gateway",
                          "parentRef": {"name": "public", "namespace": "gateways"},
                          "conditions": [{"type": "Accepted", "status": "%s", "reason": "%s", "message": "a test.",
                            "observedGeneration": 1, "lastTransitionTime": "2026-01-02T03:04:05Z"}]}]}}
                        """.formatted(
                        status, reason));
    }

    @Test
    void servesWithoutGatewayApiAndRecoversOnceItIsInstalled() {
        // given
        applied(ROUTES);
        assertThat(objects()).doesNotContainNull();
        assertThat(condition("Accepted").status()).isEqualTo("True");
        assertThat(condition("Degraded").reason()).isEqualTo("RoutesUnavailable");
        assertThat(condition("Degraded").message())
                .startsWith("spec.routes.gateway needs grpcroutes.gateway.networking.k8s.io and"
                        + " httproutes.gateway.networking.k8s.io, version v1, which the cluster does not have: install"
                        + " Gateway API 1.1 or newer, or remove spec.routes.gateway.");
        assertThat(operator.failures()).isZero();

        // when
        installDefinitions();

        // then
        eventually(() -> {
            assertThat(routes()).doesNotContainNull();
            assertThat(condition("Degraded").reason()).isEqualTo("AsExpected");
        });
    }

    @Test
    void reportsThatGatewayApiWasRemoved() {
        // given
        installDefinitions();
        applied(ROUTES);

        // when
        removeDefinitions();

        // then
        eventually(() -> assertThat(condition("Degraded").reason()).isEqualTo("RoutesUnavailable"));

        // when
        installDefinitions();

        // then
        eventually(() -> {
            assertThat(routes()).doesNotContainNull();
            assertThat(condition("Degraded").reason()).isEqualTo("AsExpected");
        });
    }

    private TranscriptionService applied(String routes) {
        var resource = apply(IngressRoutesIT.yaml(routes));
        operator.settle(resource);
        return resource;
    }

    private void installDefinitions() {
        GATEWAY_API.forEach(file -> ApiServer.install(client, file));
    }

    /** Deletes the definitions with their objects, and waits until both are gone. */
    private void removeDefinitions() {
        var definitions = client.apiextensions().v1().customResourceDefinitions();
        for (var kind : List.of("grpcroutes", "httproutes")) {
            definitions.withName(kind + ".gateway.networking.k8s.io").delete();
        }
        for (var kind : List.of("grpcroutes", "httproutes")) {
            eventually(() -> assertThat(definitions
                            .withName(kind + ".gateway.networking.k8s.io")
                            .get())
                    .isNull());
        }
    }

    private List<HasMetadata> routes() {
        return Arrays.asList(grpcRoute(), httpRoute());
    }

    private GRPCRoute grpcRoute() {
        return client.resources(GRPCRoute.class)
                .inNamespace(namespace)
                .withName("minimal")
                .get();
    }

    private HTTPRoute httpRoute() {
        return client.resources(HTTPRoute.class)
                .inNamespace(namespace)
                .withName("minimal")
                .get();
    }
}
