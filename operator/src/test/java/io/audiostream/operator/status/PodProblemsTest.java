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
            fetch-failed   | ModelFetchFailed    | Pod minimal-fetch-failed: the model could not be fetched, tried 3 times: the model has the wrong checksum: expected aaaa, got bbbb; check spec.model.sha256. It is tried again within 5 minutes.
            fetch-again    | ModelFetchFailed    | Pod minimal-fetch-again: the model could not be fetched, tried 2 times: the model has the wrong checksum: expected aaaa, got bbbb; check spec.model.sha256. It is tried again within 5 minutes.
            image-back-off | ImagePullFailed     | Pod minimal-no-image: the image of container fetch-model can't be had: failed to pull and unpack image "registry.test/transcriber:1": not found. Check spec.image.
            image-error    | ImagePullFailed     | Pod minimal-no-image: the image of container fetch-model can't be had: failed to pull and unpack image "registry.test/transcriber:1": not found. Check spec.image.
            crashed        | ContainerCrashed    | Pod minimal-crashed: container transcriber ended with exit code 2, restarts: 4: the file /models/ggml-base.bin is no ggml model: write another spec.model.uri.
            out-of-memory  | ContainerCrashed    | Pod minimal-oom: container transcriber was killed because it took more memory than its limit of 2Gi, restarts: 1. Raise spec.resources.limits.memory, take a smaller model or fewer slots.
            envoy-ended    | ContainerCrashed    | Pod minimal-envoy: container envoy ended with exit code 1: error initializing configuration '/etc/envoy/bootstrap.yaml': no such field: 'x'.
            not-started    | ContainerNotStarted | Pod minimal-config: container transcriber can't be started: container has runAsNonRoot and image will run as root.
            unschedulable  | Unschedulable       | Pod minimal-nowhere: no node takes it: 0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.
            """)
    void whatIsWrongIsSaidInWordsThatHelp(String file, String reason, String message) {
        assertThat(PodProblems.of(List.of(PodFiles.read(file)))).hasValue(new Problem(reason, message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"serving", "fetching", "evicted"})
    void aPodThatServesOrIsOnItsWayOrWasReplacedIsNoProblem(String file) {
        assertThat(PodProblems.of(List.of(PodFiles.read(file)))).isEmpty();
    }

    @Test
    void aPodThatGoesIsNoProblem() {
        // given
        var pod = PodFiles.read("crashed");
        pod.getMetadata().setDeletionTimestamp("2026-01-02T03:05:00Z");

        // then
        assertThat(PodProblems.of(List.of(pod))).isEmpty();
    }

    @Test
    void aPodOfWhichNothingWasReportedYetIsNoProblem() {
        // given
        var pod = PodFiles.read("crashed");
        pod.setStatus(null);

        // then
        assertThat(PodProblems.of(List.of(pod))).isEmpty();
    }

    @Test
    void theNewestPodThatHasAProblemTellsItWhateverTheOrder() {
        // given
        var pods = Stream.of("serving", "fetch-failed", "crashed")
                .map(PodFiles::read)
                .toList();

        // then
        assertThat(PodProblems.of(pods)).map(Problem::reason).hasValue("ContainerCrashed");
        assertThat(PodProblems.of(pods.reversed())).isEqualTo(PodProblems.of(pods));
    }

    @Test
    void podsWithTheSameProblemAreCounted() {
        // given
        var pods = List.of(named("a", "crashed"), named("b", "crashed"), named("c", "out-of-memory"));

        // then
        assertThat(PodProblems.of(pods))
                .map(Problem::message)
                .hasValueSatisfying(message -> assertThat(message)
                        .startsWith("Pod a: container transcriber")
                        .endsWith(" 2 more pods are like this."));
    }

    @Test
    void anImageThatNoFieldOfTheContainerNamesIsNotBlamedOnOne() {
        // given
        var pod = PodFiles.read("image-error");
        pod.getStatus()
                .getInitContainerStatuses()
                .getFirst()
                .getState()
                .getWaiting()
                .setMessage("failed to pull image \"registry.test/model:1\": not found");

        // then
        assertThat(message(pod)).endsWith("registry.test/model:1\": not found.");
    }

    @Test
    void withoutAMessageTheExitCodeIsAllThatIsSaid() {
        // given
        var pod = PodFiles.read("crashed");
        pod.getStatus()
                .getContainerStatuses()
                .getFirst()
                .getLastState()
                .getTerminated()
                .setMessage(null);

        // then
        assertThat(message(pod)).endsWith("ended with exit code 2, restarts: 4: it left no message.");
    }

    @Test
    void outOfMemoryWithoutALimitIsTheNodesMemory() {
        // given
        var pod = PodFiles.read("out-of-memory");
        pod.getSpec().getContainers().getFirst().getResources().setLimits(Map.of());

        // then
        assertThat(message(pod)).contains("more memory than the node could give", "spec.resources.requests.memory");
    }

    @Test
    void aProcessThatEndsWithSuccessAgainAndAgainIsAProblemToo() {
        // given
        var pod = PodFiles.read("crashed");
        pod.getStatus()
                .getContainerStatuses()
                .getFirst()
                .getLastState()
                .getTerminated()
                .setExitCode(0);

        // then
        assertThat(message(pod)).contains("container transcriber ended with exit code 0");
    }

    @Test
    void aLongLastLineIsShortened() {
        assertThat(TerminationMessage.of("first\n" + "x".repeat(400) + "\n \n"))
                .hasSize(300)
                .endsWith("xx…");
        assertThat(TerminationMessage.of("x".repeat(298) + "\uD83D\uDE00".repeat(9)))
                .hasSize(299)
                .endsWith("x…");
        assertThat(TerminationMessage.of("\u001B[31mred\u001B[0m")).isEqualTo("[31mred [0m");
        assertThat(TerminationMessage.of(null)).isEmpty();
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
