package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.PodFiles;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodProblemsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            secret-missing | SecretInvalid       | Pod minimal-secret: the Secret 'web-tls' does not exist in this namespace, or has no entries: create it. The next check starts within 5 minutes.
            fetch-failed   | ModelFetchFailed    | Pod minimal-fetch-failed: the model could not be fetched after 3 attempts: the model has the wrong checksum: expected aaaa, got bbbb; check spec.model.sha256. The next attempt starts within 5 minutes.
            fetch-again    | ModelFetchFailed    | Pod minimal-fetch-again: the model could not be fetched after 2 attempts: the model has the wrong checksum: expected aaaa, got bbbb; check spec.model.sha256. The next attempt starts within 5 minutes.
            image-back-off | ImagePullFailed     | Pod minimal-no-image: the image of container fetch-model cannot be pulled: failed to pull and unpack image "registry.test/transcriber:1": not found. Check spec.image.
            image-error    | ImagePullFailed     | Pod minimal-no-image: the image of container fetch-model cannot be pulled: failed to pull and unpack image "registry.test/transcriber:1": not found. Check spec.image.
            crashed        | ContainerCrashed    | Pod minimal-crashed: container transcriber exited with code 2 (restarts: 4): the file /models/ggml-base.bin is no ggml model: write another spec.model.uri.
            out-of-memory  | ContainerCrashed    | Pod minimal-oom: container transcriber was killed because it used more memory than its limit of 2Gi (restarts: 1). Raise spec.resources.limits.memory, choose a smaller model or lower spec.slots.
            envoy-ended    | ContainerCrashed    | Pod minimal-envoy: container envoy exited with code 1: error initializing configuration '/etc/envoy/bootstrap.yaml': no such field: 'x'.
            envoy-rejected | EnvoyRejected       | Pod minimal-rejected: Envoy rejected its configuration: Invalid duration: Expected positive duration: seconds: -1.
            not-started    | ContainerNotStarted | Pod minimal-config: container transcriber cannot be started: container has runAsNonRoot and image will run as root.
            unschedulable  | Unschedulable       | Pod minimal-nowhere: it cannot be scheduled: 0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.
            """)
    void reportsReasonAndRemedy(String file, String reason, String message) {
        // when / then
        assertThat(PodProblems.of(List.of(PodFiles.read(file)))).hasValue(new Problem(Reason.of(reason), message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"serving", "fetching", "evicted"})
    void ignoresPodsThatAreReadyOrStartingOrEvicted(String file) {
        // when / then
        assertThat(PodProblems.of(List.of(PodFiles.read(file)))).isEmpty();
    }

    @Test
    void ignoresTerminatingPods() {
        // given
        var pod = PodFiles.read("crashed");
        pod.getMetadata().setDeletionTimestamp("2026-01-02T03:05:00Z");

        // when / then
        assertThat(PodProblems.of(List.of(pod))).isEmpty();
    }

    @Test
    void ignoresPodsWithoutStatus() {
        // given
        var pod = PodFiles.read("crashed");
        pod.setStatus(null);

        // when / then
        assertThat(PodProblems.of(List.of(pod))).isEmpty();
    }

    @Test
    void reportsProblemOfNewestPodInAnyOrder() {
        // given
        var pods = Stream.of("serving", "fetch-failed", "crashed")
                .map(PodFiles::read)
                .toList();

        // when / then
        assertThat(PodProblems.of(pods)).map(Problem::reason).hasValue(Reason.CONTAINER_CRASHED);
        assertThat(PodProblems.of(pods.reversed())).isEqualTo(PodProblems.of(pods));
    }

    @Test
    void countsPodsWithTheSameReason() {
        // given
        var pods = List.of(named("a", "crashed"), named("b", "crashed"), named("c", "out-of-memory"));

        // when / then
        assertThat(PodProblems.of(pods))
                .map(Problem::message)
                .hasValueSatisfying(message -> assertThat(message)
                        .startsWith("Pod a: container transcriber")
                        .endsWith(" 2 more pods have the same problem."));
    }

    @Test
    void namesNoFieldForImageOfVolume() {
        // given
        var pod = PodFiles.read("image-error");
        pod.getStatus()
                .getInitContainerStatuses()
                .getFirst()
                .getState()
                .getWaiting()
                .setMessage("failed to pull image \"registry.test/model:1\": not found");

        // when / then
        assertThat(message(pod)).endsWith("registry.test/model:1\": not found.");
    }

    @Test
    void reportsExitCodeWithoutTerminationMessage() {
        // given
        var pod = PodFiles.read("crashed");
        pod.getStatus()
                .getContainerStatuses()
                .getFirst()
                .getLastState()
                .getTerminated()
                .setMessage(null);

        // when / then
        assertThat(message(pod)).endsWith("exited with code 2 (restarts: 4): it left no termination message.");
    }

    @Test
    void reportsMemoryOfNodeWithoutLimit() {
        // given
        var pod = PodFiles.read("out-of-memory");
        pod.getSpec().getContainers().getFirst().getResources().setLimits(Map.of());

        // when / then
        assertThat(message(pod)).contains("more memory than the node had free", "spec.resources.requests.memory");
    }

    @Test
    void reportsCrashLoopWithExitCodeZero() {
        // given
        var pod = PodFiles.read("crashed");
        pod.getStatus()
                .getContainerStatuses()
                .getFirst()
                .getLastState()
                .getTerminated()
                .setExitCode(0);

        // when / then
        assertThat(message(pod)).contains("container transcriber exited with code 0");
    }

    @Test
    void truncatesLongTerminationMessage() {
        // when / then
        assertThat(TerminationMessage.of("first\n" + "x".repeat(400) + "\n \n"))
                .hasSize(300)
                .endsWith("xx…");
        assertThat(TerminationMessage.of("x".repeat(298) + "\uD83D\uDE00".repeat(9)))
                .hasSize(299)
                .endsWith("x…");
    }

    @Test
    void removesControlCharactersFromTerminationMessage() {
        // when / then
        assertThat(TerminationMessage.of("\u001B[31mred\u001B[0m")).isEqualTo("[31mred [0m");
    }

    @Test
    void readsNoTerminationMessageAsEmpty() {
        // when / then
        assertThat(TerminationMessage.of(null)).isEmpty();
    }

    @Test
    void readsMessageOfJsonLine() {
        // when / then
        assertThat(TerminationMessage.of(
                        "{\"level\":\"ERROR\",\"formattedMessage\":\"no \\\"base\\\" here\",\"throwable\":{}}"))
                .isEqualTo("no \"base\" here");
    }

    private static String message(Pod pod) {
        Optional<Problem> problem = PodProblems.of(List.of(pod));
        return problem.orElseThrow().message();
    }

    private static Pod named(String name, String file) {
        var pod = PodFiles.read(file);
        pod.getMetadata().setName(name);
        return pod;
    }
}
