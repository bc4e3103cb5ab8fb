package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.api.TranscriptionModelStatus;
import io.audiostream.operator.model.Defaults;
import io.audiostream.operator.model.DesiredModel;
import io.audiostream.operator.testing.PodFiles;
import io.audiostream.operator.testing.ResourceFiles;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelStatusFactoryTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private static final Optional<String> CLAIM = Optional.of("4c1e");

    private TranscriptionModel resource;
    private DesiredModel model;

    @BeforeEach
    void readExample() {
        resource = Serialization.unmarshal(
                ResourceFiles.text(ResourceFiles.EXAMPLES.resolve("shared/model.yaml")), TranscriptionModel.class);
        resource.getMetadata().setGeneration(2L);
        model = DesiredModel.of(resource, Defaults.OF_THIS_VERSION);
    }

    @Test
    void isPendingWithoutPod() {
        // when
        var status = status(Optional.empty(), List.of(), List.of());

        // then
        assertThat(status.phase()).isEqualTo("Pending");
        assertThat(status.claimName()).isEqualTo("large-v3-turbo-model");
        assertThat(status.conditions().getFirst().lastTransitionTime()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void isFetchingWhilePodRuns() {
        // when
        var status = status(Optional.empty(), List.of(PodFiles.read("fetching")), List.of());

        // then
        assertThat(status.phase()).isEqualTo("Fetching");
        assertThat(status.conditions().getFirst().message()).isEqualTo("Pod minimal-fetching fetches the model.");
    }

    @Test
    void saysHowMuchIsFetched() {
        // given
        var pods = List.of(PodFiles.read("fetching"));
        var fetches = Map.of("minimal-fetching", new FetchReport(512L << 20, 2950L << 20));

        // when
        var status = at(NOW).observed(
                        resource, model, new ModelObservation(Optional.empty(), pods, fetches, List.of(), CLAIM));

        // then
        assertThat(ModelStatusFactory.isFetching(status)).isTrue();
        assertThat(status.conditions().getFirst().message())
                .isEqualTo("Pod minimal-fetching fetches the model: 512 of 2950 MiB.");
    }

    @Test
    void quotesPodThatFails() {
        // when
        var status = status(Optional.empty(), List.of(PodFiles.read("fetch-failed")), List.of());

        // then
        assertThat(status.phase()).isEqualTo("Failed");
        assertThat(status.conditions().getFirst().reason()).isEqualTo("FetchFailed");
        assertThat(status.conditions().getFirst().message()).contains("expected aaaa, got bbbb");
    }

    @Test
    void hasChecksumOnceJobSucceeded() {
        // when
        var status = status(succeeded(), List.of(), List.of("a", "b"));

        // then
        assertThat(status.phase()).isEqualTo("Ready");
        assertThat(status.sha256()).isEqualTo(model.source().sha256().orElseThrow());
        assertThat(status.usedBy()).containsExactly("a", "b");
    }

    /** A user may delete the Job: the one that replaces it finds the files. */
    @Test
    void keepsChecksumWhileJobRunsAgain() {
        // given
        resource.setStatus(status(succeeded(), List.of(), List.of()));

        // when
        resource.setStatus(status(Optional.empty(), List.of(), List.of()));

        // then
        assertThat(resource.getStatus().phase()).isEqualTo("Pending");
        assertThat(ModelStatusFactory.isFetched(resource)).isTrue();
    }

    /** The claim that replaces a deleted one is empty. */
    @Test
    void dropsSizeAndChecksumOfAnotherClaim() {
        // given
        resource.setStatus(fetchedStatus("4c1e"));

        // when
        var status = at(NOW).observed(
                        resource,
                        model,
                        new ModelObservation(Optional.empty(), List.of(), Map.of(), List.of(), Optional.of("other")));

        // then
        assertThat(status.phase()).isEqualTo("Pending");
        assertThat(status.sha256()).isNull();
        assertThat(status.bytes()).isNull();
        assertThat(status.claimUid()).isEqualTo("other");
    }

    /** A status of an earlier version has no uid. */
    @Test
    void keepsChecksumWithoutUidOfClaim() {
        // given
        var before = fetchedStatus(null);
        resource.setStatus(before);

        // when
        var status = status(Optional.empty(), List.of(), List.of());

        // then
        assertThat(status.sha256()).isEqualTo(before.sha256());
        assertThat(status.claimUid()).isEqualTo("4c1e");
    }

    @Test
    void keepsChecksumWhileClaimIsNotObserved() {
        // given
        resource.setStatus(status(succeeded(), List.of(), List.of()));

        // when
        var status = at(NOW).observed(
                        resource,
                        model,
                        new ModelObservation(Optional.empty(), List.of(), Map.of(), List.of(), Optional.empty()));

        // then
        assertThat(ModelStatusFactory.isFetched(resource)).isTrue();
        assertThat(status.claimUid()).isEqualTo("4c1e");
    }

    @Test
    void namesServicesThatKeepDeletedModel() {
        // given
        resource.getMetadata().setDeletionTimestamp("2026-01-02T03:04:00Z");

        // when
        var status = status(succeeded(), List.of(), List.of("a", "b"));

        // then
        assertThat(status.phase()).isEqualTo("Deleting");
        assertThat(status.conditions().getFirst().message())
                .isEqualTo(
                        "The model was deleted and is still used by a, b. It stays until their spec.model names another"
                                + " one.");
    }

    @Test
    void returnsEqualStatusWhenNothingChanged() {
        // given
        resource.setStatus(status(succeeded(), List.of(), List.of("a")));

        // when
        var again = at(NOW.plus(Duration.ofHours(1)))
                .observed(resource, model, new ModelObservation(succeeded(), List.of(), Map.of(), List.of("a"), CLAIM));

        // then
        assertThat(again).isEqualTo(resource.getStatus());
    }

    private static TranscriptionModelStatus fetchedStatus(@Nullable String claimUid) {
        return new TranscriptionModelStatus(
                2L, "Ready", List.of(), null, "large-v3-turbo-model", claimUid, 5L, "ab".repeat(32), List.of());
    }

    private TranscriptionModelStatus status(Optional<Job> job, List<Pod> pods, List<String> users) {
        return at(NOW).observed(resource, model, new ModelObservation(job, pods, Map.of(), users, CLAIM));
    }

    private static ModelStatusFactory at(Instant time) {
        return new ModelStatusFactory(Clock.fixed(time, ZoneOffset.UTC));
    }

    private static Optional<Job> succeeded() {
        return Optional.of(new JobBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewStatus()
                .withSucceeded(1)
                .endStatus()
                .build());
    }
}
