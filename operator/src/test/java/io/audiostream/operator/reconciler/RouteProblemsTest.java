package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.dependent.RouteKind;
import io.audiostream.operator.reconciler.RouteProblems.Refusal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteProblemsTest {
    private static final String REMAINDER =
            " The pods serve without the routes. The operator checks every 60 s and creates them once it can.";

    @Test
    void namesTheValueThatGrantsMissingRights() {
        // when
        var problem = RouteProblems.of(Map.of(RouteKind.INGRESS, Refusal.FORBIDDEN));

        // then
        assertThat(problem.orElseThrow().message())
                .isEqualTo(
                        "spec.routes.ingress needs rights for ingresses.networking.k8s.io, which the operator does not"
                                + " have: set routes.ingress=true in its Helm chart, or apply deploy/routes, or remove"
                                + " spec.routes.ingress." + REMAINDER);
    }

    @Test
    void namesTheMissingApi() {
        // when
        var problem = RouteProblems.of(
                Map.of(RouteKind.GRPC_ROUTE, Refusal.NOT_SERVED, RouteKind.HTTP_ROUTE, Refusal.NOT_SERVED));

        // then
        assertThat(problem.orElseThrow().message())
                .isEqualTo("spec.routes.gateway needs grpcroutes.gateway.networking.k8s.io and"
                        + " httproutes.gateway.networking.k8s.io, version v1, which the cluster does not have: install"
                        + " Gateway API 1.1 or newer, or remove spec.routes.gateway." + REMAINDER);
    }

    @Test
    void namesEachOfSeveralCauses() {
        // when
        var problem = RouteProblems.of(
                Map.of(RouteKind.INGRESS, Refusal.FORBIDDEN, RouteKind.GRPC_ROUTE, Refusal.NOT_SERVED));

        // then
        assertThat(problem.orElseThrow().message())
                .containsSubsequence("grpcroutes.gateway.networking.k8s.io, version v1", "routes.ingress=true");
    }

    @Test
    void reportsNothingWithoutRefusal() {
        // when / then
        assertThat(RouteProblems.of(Map.of())).isEmpty();
    }
}
