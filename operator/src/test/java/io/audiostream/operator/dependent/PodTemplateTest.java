package io.audiostream.operator.dependent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.audiostream.operator.api.ReservedNames;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the additions of a resource and the pod of the operator become one. */
class PodTemplateTest {

    @Test
    void addsToLabelsAndNodeSelectorOfTheOperator() {
        // when
        var pod = pod("template: {pod: {metadata: {labels: {team: a}}, nodeSelector: {disk: ssd}}}");

        // then
        assertThat(pod.getMetadata().getLabels())
                .containsEntry("team", "a")
                .containsEntry("app.kubernetes.io/instance", "some");
        assertThat(pod.getSpec().getNodeSelector()).isEqualTo(Map.of("disk", "ssd", "kubernetes.io/os", "linux"));
    }

    @Test
    void addsToSecurityContextOfTheOperator() {
        // when
        var pod = pod("template: {transcriberContainer: {securityContext: {seLinuxOptions: {level: s0},"
                + " readOnlyRootFilesystem: false}}, envoyContainer: {securityContext: {capabilities:"
                + " {add: [NET_BIND_SERVICE], drop: [KILL]}}}}");

        // then
        assertThat(containers(pod))
                .filteredOn(container -> !container.getName().equals(ReservedNames.ENVOY))
                .extracting(Container::getName)
                .containsExactly(ReservedNames.FETCH_MODEL, ReservedNames.TRANSCRIBER);
        assertThat(containers(pod)).extracting(Container::getSecurityContext).allSatisfy(security -> {
            assertThat(security.getAllowPrivilegeEscalation()).isFalse();
            assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        });
        assertThat(containers(pod))
                .extracting(
                        container -> container.getSecurityContext().getReadOnlyRootFilesystem(),
                        container -> container.getSecurityContext().getSeLinuxOptions() != null,
                        container ->
                                container.getSecurityContext().getCapabilities().getAdd())
                .containsExactly(
                        tuple(false, true, List.of()),
                        tuple(true, false, List.of("NET_BIND_SERVICE")),
                        tuple(false, true, List.of()));
    }

    @Test
    void selectsPodsOfTheServiceInSpreadWithoutSelector() {
        // when
        var pod = pod("template: {pod: {topologySpreadConstraints:"
                + " [{topologyKey: rack, whenUnsatisfiable: DoNotSchedule, maxSkew: 1}]}}");

        // then
        assertThat(pod.getSpec().getTopologySpreadConstraints())
                .singleElement()
                .satisfies(constraint -> assertThat(constraint.getTopologyKey()).isEqualTo("rack"))
                .satisfies(
                        constraint -> assertThat(constraint.getLabelSelector().getMatchLabels())
                                .containsEntry("app.kubernetes.io/instance", "some"));
    }

    @Test
    void turnsSpreadOffByEmptyList() {
        // when / then
        assertThat(pod("template: {pod: {topologySpreadConstraints: []}}")
                        .getSpec()
                        .getTopologySpreadConstraints())
                .isEmpty();
    }

    /** The API server refuses a container with two variables of the same name. */
    @Test
    void keepsNumberOfDecodersOfTheResource() {
        // when
        var pod = pod("template: {transcriberContainer: {env: [{name: AUDIOSTREAM_MAX_DECODERS, value: '9'}]}}");

        // then
        assertThat(pod.getSpec().getContainers().getFirst().getEnv())
                .filteredOn(variable -> variable.getName().equals("AUDIOSTREAM_MAX_DECODERS"))
                .extracting(EnvVar::getValue)
                .containsExactly("9");
    }

    @Test
    void setsNumberOfDecodersOfDerivedLimit() {
        // when / then
        assertThat(pod("slots: 7").getSpec().getContainers().getFirst().getEnv())
                .contains(new EnvVar("AUDIOSTREAM_MAX_DECODERS", "7", null));
    }

    @Test
    void completesSecurityOfAddedContainers() {
        // when
        var pod = pod("template: {pod: {containers: [{name: a, image: b, securityContext: {capabilities:"
                + " {add: [NET_BIND_SERVICE], drop: [CHOWN]}}}]}}");

        // then
        var security = pod.getSpec().getContainers().getLast().getSecurityContext();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(security.getCapabilities().getAdd()).containsExactly("NET_BIND_SERVICE");
    }

    @Test
    void runsAddedInitContainersBeforeThoseOfTheOperator() {
        // when / then
        assertThat(pod("template: {pod: {initContainers: [{name: a, image: b}]}}")
                        .getSpec()
                        .getInitContainers())
                .extracting(Container::getName)
                .containsExactly("a", "fetch-model", "envoy");
    }

    @Test
    void removesPodWithAddedDeviceFirst() {
        // when
        var service = service("template: {pod: {containers: [{name: a, image: b, resources: {limits:"
                + " {example.com/fpga: 1}}}]}}");

        // then
        assertThat(RolloutStrategy.of(service, false)
                        .getRollingUpdate()
                        .getMaxSurge()
                        .getIntVal())
                .isZero();
    }

    @Test
    void writesTextLogsIfResourceSaysSo() {
        // when
        var environment = pod("logging: {format: Text, level: Error}, resources: {limits: {memory: 1Gi}}")
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv();

        // then
        assertThat(environment)
                .extracting(EnvVar::getName, EnvVar::getValue)
                .containsExactly(tuple("AUDIOSTREAM_LOG_FORMAT", "text"), tuple("AUDIOSTREAM_LOG_LEVEL", "ERROR"));
    }

    /** The variable was a way to set the level before the field was. */
    @Test
    void acceptsVariableWithLevelBesideDefaultLevel() {
        // when
        var environment = pod("logging: {level: Info}, template: {transcriberContainer: {env:"
                        + " [{name: AUDIOSTREAM_LOG_LEVEL, value: TRACE}]}}")
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv();

        // then
        assertThat(environment)
                .extracting(EnvVar::getName, EnvVar::getValue)
                .contains(tuple("AUDIOSTREAM_LOG_LEVEL", "TRACE"));
    }

    /** The resources that set other than the default values have no additions in common with these names. */
    @ParameterizedTest
    @MethodSource("withoutAdditions")
    void reservesEveryNameOfTheOperator(Path file) {
        // when
        var pod = TranscriberPod.template(DesiredService.of(ResourceFiles.read(file)));

        // then
        assertThat(pod.getMetadata().getLabels().keySet()).allMatch(ReservedNames::isLabel);
        assertThat(pod.getSpec().getVolumes()).allMatch(volume -> ReservedNames.isVolume(volume.getName()));
        assertThat(containers(pod)).allMatch(container -> ReservedNames.isContainer(container.getName()));
        assertThat(containers(pod).flatMap(container -> container.getVolumeMounts().stream()))
                .extracting(VolumeMount::getMountPath)
                .allMatch(ReservedNames::overlapsMountPath);
        assertThat(pod.getSpec().getContainers().getFirst().getEnv())
                .allMatch(variable -> variable.getName().equals(ReservedNames.ENVIRONMENT)
                        || variable.getName().equals(ReservedNames.MAX_DECODERS)
                        || ReservedNames.isTracingVariable(variable.getName()));
    }

    static List<Path> withoutAdditions() {
        return ResourceFiles.examples().stream()
                .filter(file -> !file.endsWith("full.yaml"))
                .toList();
    }

    private static Stream<Container> containers(PodTemplateSpec pod) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream());
    }

    private static PodTemplateSpec pod(String fields) {
        return TranscriberPod.template(service(fields));
    }

    private static DesiredService service(String fields) {
        return DesiredService.of(ResourceFiles.parse("""
                kind: TranscriptionService
                metadata: {name: some}
                spec: {model: {name: base}, %s}
                """.formatted(fields)));
    }
}
