package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteAcceptanceTest {

    @Test
    void quotesTheControllerOfTheGateway() {
        // given
        var route = Serialization.unmarshal(
                route(
                        "GRPCRoute",
                        "{type: Accepted, status: 'False', observedGeneration: 2,"
                                + " reason: NotAllowedByListeners, message: No listener allows routes of this namespace}"),
                GRPCRoute.class);

        // when
        var problem = RouteAcceptance.of(route).orElseThrow();

        // then
        assertThat(problem.reason()).isEqualTo(Reason.ROUTE_NOT_ACCEPTED);
        assertThat(problem.message())
                .isEqualTo(
                        "The Gateway gateways/public does not accept the GRPCRoute speech: NotAllowedByListeners: No"
                                + " listener allows routes of this namespace. See: kubectl -n team-a describe grpcroute speech");
    }

    @Test
    void reportsBackendThatTheGatewayDoesNotFind() {
        // given
        var route = Serialization.unmarshal(
                route(
                        "HTTPRoute",
                        "{type: ResolvedRefs, status: 'False', observedGeneration: 2,"
                                + " reason: BackendNotFound, message: no Service.}"),
                HTTPRoute.class);

        // when / then
        assertThat(RouteAcceptance.of(route).orElseThrow().message())
                .contains("does not accept the HTTPRoute speech: BackendNotFound: no Service. See:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: Accepted, status: 'True', observedGeneration: 2, reason: Accepted, message: yes}",
                "{type: Accepted, status: 'False', observedGeneration: 1, reason: NoMatchingParent, message: earlier}",
                "{type: PartiallyInvalid, status: 'False', observedGeneration: 2, reason: Other, message: other}"
            })
    void ignoresOtherConditions(String condition) {
        // given
        var route = Serialization.unmarshal(route("HTTPRoute", condition), HTTPRoute.class);

        // when / then
        assertThat(RouteAcceptance.of(route)).isEmpty();
    }

    @Test
    void findsNoProblemBeforeAGatewayReports() {
        // given
        var route = new HTTPRouteBuilder()
                .withNewMetadata()
                .withName("speech")
                .withNamespace("team-a")
                .endMetadata()
                .build();

        // when / then
        assertThat(RouteAcceptance.of(route)).isEmpty();
    }

    private static String route(String kind, String condition) {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: %s
                metadata: {name: speech, namespace: team-a, generation: 2}
                status:
                  parents:
                    - controllerName: example.com/controller
                      parentRef: {name: public, namespace: gateways}
                      conditions: [%s]
                """.formatted(kind, condition);
    }
}
