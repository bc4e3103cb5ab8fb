package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.pods.ReducedPod;
import io.audiostream.operator.testing.PodFiles;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelProgressTest {
    private static final DesiredService BASE = service("{name: base}");
    private static final DesiredService CACHED = service("{name: base, cache: {claimName: models}}");
    private static final DesiredService ON_VOLUME = service("{volume: {claimName: models, path: ggml-base.bin}}");
    private static final DesiredService IN_IMAGE =
            service("{image: {reference: 'registry.test/models:1', path: ggml-base.bin}}");

    @ParameterizedTest
    @CsvSource({
        "serving, True, Loaded, 1 ready pod has loaded the model base.",
        "fetching, False, Fetching, Pod minimal-fetching fetches the model base.",
        "fetch-failed, False, FetchFailed, Pod minimal-fetch-failed: the model could not be fetched after 3 attempts:",
        "fetch-again, False, FetchFailed, the model could not be fetched after",
        "crashed, False, LoadFailed, container transcriber exited with code",
        "unschedulable, False, NoPods, No pod has begun to load the model base.",
        "image-error, False, NoPods, No pod has begun to load the model base.",
        "evicted, False, NoPods, No pod has begun to load the model base."
    })
    void readsStateOfPod(String file, String status, String reason, String message) {
        // when
        var condition = condition(BASE, pod(file, BASE));

        // then
        assertThat(condition.status().text()).isEqualTo(status);
        assertThat(condition.reason().text()).isEqualTo(reason);
        assertThat(condition.message()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "unknown",
            value = {"3145728000, 1543 of 3000 MiB", "unknown, 1543 MiB"})
    void reportsHowMuchIsFetched(@Nullable Long total, String text) {
        // given
        var fetches = Map.of("minimal-fetching", new FetchReport(1617973248, total));

        // when
        var condition = ModelProgress.of(BASE.model(), Optional.empty(), List.of(pod("fetching", BASE)), fetches);

        // then
        assertThat(condition.message()).isEqualTo("Pod minimal-fetching fetches the model base: %s.".formatted(text));
    }

    @Test
    void reportsPodThatLoadsModel() {
        // given
        var pod = pod("serving", BASE);
        notReady(pod);
        pod.getStatus().getContainerStatuses().getFirst().setLastState(null);

        // when
        var condition = condition(BASE, pod);

        // then
        assertThat(condition.reason()).isEqualTo(Reason.LOADING);
        assertThat(condition.message()).isEqualTo("Pod minimal-serving loads the model base.");
    }

    /** The pod before a change of the model serves on, while its successor cannot fetch the new one. */
    @Test
    void ignoresPodsWithAnotherModel() {
        // given
        var tiny = service("{name: tiny}");

        // when
        var condition = condition(tiny, pod("serving", BASE), pod("fetch-failed", tiny));

        // then
        assertThat(condition.reason()).isEqualTo(Reason.FETCH_FAILED);
    }

    @Test
    void prefersPodThatHasLoadedTheModel() {
        // when
        var condition = condition(BASE, pod("fetch-failed", BASE), pod("serving", BASE));

        // then
        assertThat(condition.reason()).isEqualTo(Reason.LOADED);
    }

    @Test
    void namesFieldOfMissingClaim() {
        // when / then
        assertThat(condition(CACHED, withoutClaim(CACHED)).message())
                .isEqualTo("The PersistentVolumeClaim models does not exist. Create it in the resource's namespace, or"
                        + " correct spec.model.cache.claimName.");
        assertThat(condition(ON_VOLUME, withoutClaim(ON_VOLUME)).message()).contains("spec.model.volume.claimName");
        assertThat(condition(ON_VOLUME, withoutClaim(ON_VOLUME)).reason()).isEqualTo(Reason.MISSING_CLAIM);
    }

    /** Another claim of the pod, such as one of template.pod.volumes, has nothing to do with the model. */
    @Test
    void ignoresMissingClaimOfAnotherVolume() {
        // when / then
        assertThat(condition(BASE, withoutClaim(BASE)).reason()).isEqualTo(Reason.NO_PODS);
    }

    @Test
    void reportsImageOfModelThatCannotBePulled() {
        // given
        var pod = pod("image-error", IN_IMAGE);
        pod.getStatus().getInitContainerStatuses().stream()
                .filter(status -> status.getState() != null && status.getState().getWaiting() != null)
                .forEach(status -> status.getState().getWaiting().setMessage("registry.test/models:1: not found"));

        // when
        var condition = condition(IN_IMAGE, pod);

        // then
        assertThat(condition.reason()).isEqualTo(Reason.FETCH_FAILED);
        assertThat(condition.message()).contains("registry.test/models:1: not found");
    }

    @Test
    void reportsScaledToZero() {
        // when
        var condition = ModelProgress.of(
                BASE.model(), Optional.of(new Rollout(true, 0, 0, 0, 0, true, Optional.empty())), List.of(), Map.of());

        // then
        assertThat(condition.reason()).isEqualTo(Reason.SCALED_TO_ZERO);
    }

    private static ConditionState condition(DesiredService service, Pod... pods) {
        return ModelProgress.of(service.model(), Optional.empty(), List.of(pods), Map.of());
    }

    private static DesiredService service(String model) {
        return DesiredService.of(ResourceFiles.parse("""
                apiVersion: audiostream.io/v1alpha1
                kind: TranscriptionService
                metadata: {name: minimal, namespace: speech}
                spec: {model: %s}
                """.formatted(model)));
    }

    /** Returns the pod as the informer cache has it, with the command line of the service. */
    private static Pod pod(String file, DesiredService service) {
        var pod = PodFiles.read(file);
        pod.getSpec()
                .getContainers()
                .getFirst()
                .setArgs(service.arguments(service.inPod()).transcriber());
        ReducedPod.reduce(pod);
        return pod;
    }

    private static Pod withoutClaim(DesiredService service) {
        var pod = pod("unschedulable", service);
        pod.getStatus()
                .getConditions()
                .getFirst()
                .setMessage("0/3 nodes are available: persistentvolumeclaim \"models\" not found.");
        return pod;
    }

    private static void notReady(Pod pod) {
        pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .forEach((PodCondition condition) -> condition.setStatus("False"));
        pod.getStatus().getContainerStatuses().getFirst().setReady(false);
    }
}
