package io.audiostream.operator.dependent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.audiostream.operator.api.ContainerResources;
import io.audiostream.operator.model.Defaults;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.Images;
import io.audiostream.operator.testing.GoldenFile;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RenderedObjectsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    /** Fixed images, so that the golden files do not change with each release. */
    private static final Images IMAGES = new Images("transcriber:test", "envoy:test");

    @ParameterizedTest
    @MethodSource("io.audiostream.operator.testing.ResourceFiles#valid")
    void equalsGoldenFiles(Path resource) {
        // given
        var service = service(resource);

        // when
        var objects = objects(service);
        var deployment = new TranscriberDeployment().render(service);

        // then
        GoldenFile.at(GOLDEN.resolve(resource.getFileName()))
                .assertEquals(objects.stream().map(Serialization::asYaml).collect(Collectors.joining()));
        GoldenFile.at(GOLDEN.resolve(deploymentFile(resource))).assertEquals(Serialization.asYaml(deployment));
    }

    @Test
    void hasNoUnusedGoldenFile() throws IOException {
        // when
        try (var files = Files.list(GOLDEN)) {
            // then
            assertThat(files.map(Path::getFileName))
                    .containsExactlyInAnyOrderElementsOf(ResourceFiles.valid().stream()
                            .flatMap(file -> Stream.of(file.getFileName(), deploymentFile(file)))
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("io.audiostream.operator.testing.ResourceFiles#valid")
    void meetsRestrictedPodSecurityStandard(Path resource) {
        // when
        var pod = pod(service(resource));

        // then
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(containers(pod)).hasSizeGreaterThanOrEqualTo(2).allSatisfy(container -> {
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
        });
        assertThat(pod.getVolumes())
                .allSatisfy(volume -> assertThat(volume.getHostPath()).isNull());
    }

    @ParameterizedTest
    @MethodSource("io.audiostream.operator.testing.ResourceFiles#valid")
    void allowsTimeForDrainBeforeSigkill(Path resource) {
        // given
        var service = service(resource);

        // when
        var pod = pod(service);

        // then
        var sleep = pod.getContainers()
                .getFirst()
                .getLifecycle()
                .getPreStop()
                .getSleep()
                .getSeconds();
        assertThat(pod.getTerminationGracePeriodSeconds())
                .isGreaterThan(sleep + service.streams().drainTimeout().toSeconds());
    }

    @ParameterizedTest
    @MethodSource("io.audiostream.operator.testing.ResourceFiles#valid")
    void listsLimitsOfEveryContainerForStatus(Path resource) {
        // given
        var service = service(resource);

        // when
        var listed = service.containerResources();

        // then
        assertThat(listed)
                .extracting(ContainerResources::name, ContainerResources::limits)
                .containsExactlyElementsOf(containers(pod(service))
                        .map(container -> tuple(container.getName(), limits(container)))
                        .toList());
    }

    private static Map<String, String> limits(Container container) {
        var limits = new TreeMap<String, String>();
        if (container.getResources() != null && container.getResources().getLimits() != null) {
            container.getResources().getLimits().forEach((name, quantity) -> limits.put(name, quantity.toString()));
        }
        return limits.isEmpty() ? null : limits;
    }

    @ParameterizedTest
    @MethodSource("io.audiostream.operator.testing.ResourceFiles#valid")
    void keepsTerminationMessageOfEveryContainer(Path resource) {
        // when / then
        assertThat(containers(pod(service(resource))))
                .allSatisfy(container ->
                        assertThat(container.getTerminationMessagePolicy()).isEqualTo("FallbackToLogsOnError"));
    }

    @ParameterizedTest
    @MethodSource("io.audiostream.operator.testing.ResourceFiles#valid")
    void mountsModelsReadOnlyExceptForDownload(Path resource) {
        // when
        var mounts = containers(pod(service(resource)))
                .filter(container -> !container.getName().equals("fetch-model"))
                .flatMap(container -> container.getVolumeMounts().stream())
                .filter(mount -> mount.getName().equals("models"));

        // then
        assertThat(mounts)
                .isNotEmpty()
                .allSatisfy(mount -> assertThat(mount.getReadOnly()).isTrue());
    }

    @Test
    void changesOnlyArgumentAndGracePeriodWithDrainTimeout() {
        // given
        var before = deployment("{}");

        // when
        var after = deployment("{drainTimeout: 5m}");

        // then
        assertThat(after)
                .isEqualTo(before.replace(
                                "- \"30s\"\n        - \"--envoy-admin\"", "- \"5m\"\n        - \"--envoy-admin\"")
                        .replace("terminationGracePeriodSeconds: 45", "terminationGracePeriodSeconds: 315"));
    }

    private static String deployment(String fields) {
        var resource = ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: some}
                spec: {model: {name: base}, %s
                """.formatted(fields.substring(1)));
        return Serialization.asYaml(new TranscriberDeployment().render(DesiredService.of(resource)));
    }

    @Test
    void mountsEnvoyConfigAsFolderSoThatChangesArrive() {
        // when
        var pod = pod(service(ResourceFiles.EXAMPLES.resolve("minimal.yaml")));

        // then
        assertThat(containers(pod).flatMap(container -> container.getVolumeMounts().stream()))
                .allSatisfy(mount -> assertThat(mount.getSubPath()).isNull());
        assertThat(pod.getInitContainers().getLast())
                .satisfies(envoy -> assertThat(envoy.getName()).isEqualTo("envoy"))
                .satisfies(envoy -> assertThat(envoy.getRestartPolicy()).isEqualTo("Always"));
    }

    private static PodSpec pod(DesiredService service) {
        return new TranscriberDeployment()
                .render(service)
                .getSpec()
                .getTemplate()
                .getSpec();
    }

    private static Stream<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream());
    }

    private static List<HasMetadata> objects(DesiredService service) {
        var objects = new ArrayList<HasMetadata>(List.of(
                new TranscriberServiceAccount().render(service),
                withoutContents(new EnvoyConfigMap().render(service)),
                new EndpointService().render(service),
                new HeadlessService().render(service)));
        service.pods().maxDisrupted().ifPresent(_ -> objects.add(new TranscriberDisruptionBudget().render(service)));
        service.scaling()
                .autoscaling()
                .ifPresent(autoscaling -> objects.add(new TranscriberAutoscaler().render(service)));
        service.routes()
                .ingress()
                .ifPresent(_ ->
                        objects.addAll(List.of(new GrpcIngress().render(service), new HttpIngress().render(service))));
        service.routes()
                .gateway()
                .ifPresent(_ -> objects.addAll(
                        List.of(new GatewayGrpcRoute().render(service), new GatewayHttpRoute().render(service))));
        return objects;
    }

    /** The Deployment has its own file: a diff of it between two versions shows whether an upgrade restarts pods. */
    private static Path deploymentFile(Path resource) {
        return Path.of("deployment-" + resource.getFileName());
    }

    /** The golden files of the envoy package cover the contents. */
    private static ConfigMap withoutContents(ConfigMap config) {
        config.getData().replaceAll((name, content) -> "(" + name + ")");
        return config;
    }

    private static DesiredService service(Path file) {
        var resource = ResourceFiles.read(file);
        resource.getMetadata().setNamespace("speech");
        return DesiredService.of(resource, Defaults.of(IMAGES));
    }
}
