package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.pods.ReducedPod;
import io.audiostream.operator.testing.PodFiles;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's conclusions from a pod do not depend on what it does not keep of it. */
class ReducedPodTest {
    private static final Instant SOON_AFTER = Instant.parse("2026-01-02T03:06:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crashed",
                "envoy-ended",
                "envoy-rejected",
                "evicted",
                "fetch-again",
                "fetch-failed",
                "fetching",
                "image-back-off",
                "image-error",
                "not-started",
                "out-of-memory",
                "secret-missing",
                "serving",
                "unschedulable"
            })
    void hasTheProblemsOfTheWholePod(String file) {
        // given
        var whole = PodFiles.read(file);
        var reduced = PodFiles.read(file);

        // when
        ReducedPod.reduce(reduced);

        // then
        assertThat(PodProblems.of(List.of(reduced))).isEqualTo(PodProblems.of(List.of(whole)));
        assertThat(Evictions.of(List.of(reduced), SOON_AFTER)).isEqualTo(Evictions.of(List.of(whole), SOON_AFTER));
        assertThat(PodState.isReady(reduced)).isEqualTo(PodState.isReady(whole));
        assertThat(PodState.hasStarted(reduced, "transcriber")).isEqualTo(PodState.hasStarted(whole, "transcriber"));
    }

    @Test
    void keepsTheImagesThatTheStatusShows() {
        // given
        var images = RunningImages.of(List.of(PodFiles.read("serving")));
        var pod = PodFiles.read("serving");

        // when
        ReducedPod.reduce(pod);

        // then
        assertThat(RunningImages.of(List.of(pod))).isEqualTo(images).isNotNull();
        assertThat(pod.getStatus().getInitContainerStatuses().getFirst().getImageID())
                .isNull();
    }

    @Test
    void keepsTheNameOfEnvoysConfiguration() {
        // given
        var pod = PodFiles.read("serving");
        var mounted = pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getConfigMap() != null)
                .toList();

        // when
        ReducedPod.reduce(pod);

        // then
        assertThat(pod.getSpec().getVolumes()).isEqualTo(mounted);
    }
}
