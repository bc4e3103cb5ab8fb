package io.audiostream.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.ContainerResources;
import io.audiostream.operator.testing.ResourceFiles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodResourcesTest {

    @Test
    void listsContainersInOrderOfStart() {
        // when
        var resources = resources("template: {pod: {initContainers: [{name: first, image: a}], containers:"
                + " [{name: last, image: a}]}}");

        // then
        assertThat(resources)
                .extracting(ContainerResources::name)
                .containsExactly("first", "fetch-model", "envoy", "transcriber", "last");
    }

    @Test
    void showsDefaultsOfEnvoy() {
        // when
        var envoy = container("envoy", resources(""));

        // then
        assertThat(envoy.requests()).isEqualTo(Map.of("cpu", "100m", "memory", "64Mi"));
        assertThat(envoy.limits()).isEqualTo(Map.of("cpu", "2", "memory", "256Mi"));
    }

    @Test
    void showsDerivedResourcesOfEveryContainerOfTheTranscriber() {
        // when
        var resources = resources("");

        // then
        for (String name : List.of("fetch-model", "transcriber")) {
            assertThat(container(name, resources))
                    .isEqualTo(new ContainerResources(
                            name, Map.of("cpu", "200m", "memory", "832Mi"), Map.of("memory", "2Gi")));
        }
    }

    @Test
    void showsLimitAsRequestWhereOnlyLimitIsSet() {
        // when
        var transcriber = container("transcriber", resources("resources: {limits: {memory: 2Gi}}"));

        // then
        assertThat(transcriber.requests()).isEqualTo(Map.of("cpu", "200m", "memory", "2Gi"));
        assertThat(transcriber.limits()).isEqualTo(Map.of("memory", "2Gi"));
    }

    @Test
    void showsRequestBesideLimit() {
        // when
        var transcriber = container(
                "transcriber", resources("resources: {requests: {cpu: 500m, memory: 1Gi}, limits: {memory: 2Gi}}"));

        // then
        assertThat(transcriber.requests()).isEqualTo(Map.of("cpu", "500m", "memory", "1Gi"));
        assertThat(transcriber.limits()).isEqualTo(Map.of("memory", "2Gi"));
    }

    /** An empty object would come back from the API server as another value, and the operator would write again. */
    @Test
    void leavesOutWhatContainerDoesNotSet() {
        // when
        var resources = resources(
                "resources: {requests: {memory: 1Gi}}, template: {pod: {containers: [{name: last, image: a}]}}");

        // then
        assertThat(container("transcriber", resources).limits()).isNull();
        assertThat(container("last", resources)).isEqualTo(new ContainerResources("last", null, null));
    }

    @Test
    void showsResourcesOfContainersThatFetchAndCheck() {
        // when
        var resources = resources("resources: {limits: {memory: 2Gi}}, envoy: {tls: {secretName: cert}}");

        // then
        assertThat(container("check-secrets", resources).limits()).isEqualTo(Map.of("memory", "2Gi"));
        assertThat(container("fetch-model", resources).limits()).isEqualTo(Map.of("memory", "2Gi"));
    }

    private static ContainerResources container(String name, List<ContainerResources> resources) {
        return resources.stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<ContainerResources> resources(String fields) {
        return DesiredService.of(ResourceFiles.parse("""
                        kind: TranscriptionService
                        metadata: {name: some}
                        spec: {model: {name: base}, %s}
                        """.formatted(fields))).containerResources();
    }
}
