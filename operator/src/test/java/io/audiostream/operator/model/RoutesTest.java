package io.audiostream.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.ResourceFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the operator reads from {@code spec.routes}. Files in {@code broken} have the invalid values. */
class RoutesTest {

    @Test
    void hasNoRouteByDefault() {
        // when / then
        assertThat(routes("{}")).isEqualTo(Routes.NONE);
    }

    @Test
    void servesGrpcAtTheSameHostsByDefault() {
        // when
        var gateway = routes("{gateway: {parentRefs: [{name: public}], hostnames: [a.example.com]}}")
                .gateway()
                .orElseThrow();

        // then
        assertThat(gateway.grpcHostnames()).containsExactly("a.example.com");
        assertThat(gateway.parents())
                .isEqualTo(List.of(new GatewayRoutes.Parent("public", Optional.empty(), Optional.empty())));
    }

    @Test
    void servesGrpcAtHostsOfItsOwn() {
        // when
        var gateway = routes(
                        "{gateway: {parentRefs: [{name: public}], hostnames: [a.example.com], grpcHostnames: [b.example.com]}}")
                .gateway()
                .orElseThrow();

        // then
        assertThat(gateway.hostnames()).containsExactly("a.example.com");
        assertThat(gateway.grpcHostnames()).containsExactly("b.example.com");
    }

    @Test
    void prefersAnnotationsOfOneIngressToThoseOfBoth() {
        // when
        var ingress = routes("""
                {ingress: {hosts: [a.example.com], annotations: {one: both, two: both},
                grpcAnnotations: {one: grpc}, httpAnnotations: {two: http}}}""").ingress().orElseThrow();

        // then
        assertThat(ingress.grpcAnnotations()).isEqualTo(Map.of("one", "grpc", "two", "both"));
        assertThat(ingress.httpAnnotations()).isEqualTo(Map.of("one", "both", "two", "http"));
    }

    private static Routes routes(String routes) {
        return DesiredService.of(ResourceFiles.parse("""
                        kind: TranscriptionService
                        metadata: {name: some}
                        spec: {model: {name: base}, routes: %s}
                        """.formatted(routes))).routes();
    }
}
