package io.audiostream.operator.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.audiostream.commandline.AddressMask;
import io.audiostream.operator.api.ModelCondition;
import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.api.TranscriptionModelStatus;
import io.audiostream.operator.model.DesiredModel;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Creates the status of a {@code TranscriptionModel}. Thread-safe. */
public final class ModelStatusFactory {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String READY = "Ready";

    /** Reason while no pod fetches the model yet. */
    static final String PENDING = "Pending";

    /** Reason while a pod fetches the model. */
    static final String FETCHING = "Fetching";

    /** Reason of a model that is fetched and verified. */
    static final String FETCHED = "Fetched";

    /** Reason of a model that was deleted while services use it. */
    static final String IN_USE = "InUse";

    private final Clock clock;

    private record Progress(String phase, String status, String reason, String message) {}

    /** @param clock source of the transition times */
    public ModelStatusFactory(Clock clock) {
        this.clock = clock;
    }

    /** Whether the model was fetched and verified, so that services can mount it. */
    public static boolean isFetched(TranscriptionModel model) {
        return model.getStatus() != null && model.getStatus().sha256() != null;
    }

    /** Whether a pod fetches the model. */
    public static boolean isFetching(TranscriptionModelStatus status) {
        return FETCHING.equals(status.phase());
    }

    /** Returns the sentence of the condition. */
    public static String message(TranscriptionModel model) {
        return before(model)
                .flatMap(status -> Optional.ofNullable(status.conditions()))
                .flatMap(conditions -> conditions.stream().findFirst())
                .map(ModelCondition::message)
                .orElse("the operator has not begun.");
    }

    /** The status after the operator applied all objects. */
    public TranscriptionModelStatus observed(
            TranscriptionModel resource, DesiredModel model, ModelObservation observation) {
        var fetched = observation.job().filter(ModelStatusFactory::isSucceeded).isPresent();
        var progress = progress(resource, observation, fetched);
        // The spec cannot change, so a model that was fetched once stays as long as its claim.
        var before = before(resource).filter(status -> isOfSameClaim(status, observation));
        return status(
                resource,
                progress,
                model.claimName(),
                observation.claimUid().or(() -> before.map(TranscriptionModelStatus::claimUid)),
                // A pod that fetched to an earlier claim may still exist.
                (fetched ? bytes(observation) : Optional.<Long>empty())
                        .or(() -> before.map(TranscriptionModelStatus::bytes)),
                fetched ? model.source().sha256() : before.map(TranscriptionModelStatus::sha256),
                observation);
    }

    /** A claim that the operator does not see at the moment counts as the same. */
    private static boolean isOfSameClaim(TranscriptionModelStatus before, ModelObservation now) {
        return before.claimUid() == null
                || now.claimUid().filter(uid -> !uid.equals(before.claimUid())).isEmpty();
    }

    /** The status of a resource that the operator cannot apply. */
    public TranscriptionModelStatus failed(TranscriptionModel resource, Problem problem, ModelObservation observation) {
        var before = before(resource);
        return status(
                resource,
                new Progress("Failed", "False", problem.reason().text(), problem.message()),
                before.map(TranscriptionModelStatus::claimName).orElse(null),
                before.map(TranscriptionModelStatus::claimUid),
                before.map(TranscriptionModelStatus::bytes),
                before.map(TranscriptionModelStatus::sha256),
                observation);
    }

    private static Progress progress(TranscriptionModel resource, ModelObservation observation, boolean fetched) {
        if (resource.isMarkedForDeletion()) {
            return new Progress(
                    "Deleting",
                    fetched ? "True" : "False",
                    IN_USE,
                    observation.users().isEmpty()
                            ? "The model was deleted, and pods of a service that waits for its next model still use it."
                            : "The model was deleted and is still used by %s. It stays until their spec.model names another one."
                                    .formatted(String.join(", ", observation.users())));
        }
        if (fetched) {
            return new Progress(READY, "True", FETCHED, "The model is fetched and its checksum is correct.");
        }
        return PodProblems.of(observation.pods())
                .map(problem -> new Progress("Failed", "False", Reason.FETCH_FAILED.text(), problem.message()))
                .or(() -> fetching(observation))
                .orElseGet(() -> new Progress(PENDING, "False", PENDING, "No pod fetches the model yet."));
    }

    private static Optional<Progress> fetching(ModelObservation observation) {
        return observation.pods().stream()
                .filter(pod ->
                        PodProblems.isRelevant(pod) && ContainerView.of(pod).anyMatch(ContainerView::isRunning))
                .findFirst()
                .map(pod -> new Progress(
                        FETCHING,
                        "False",
                        FETCHING,
                        "Pod %s fetches the model%s."
                                .formatted(pod.getMetadata().getName(), fetched(pod, observation))));
    }

    /** Empty until the pod has reported its progress. */
    private static String fetched(Pod pod, ModelObservation observation) {
        var report = observation.fetches().get(pod.getMetadata().getName());
        return report == null ? "" : ": " + report.text();
    }

    private static boolean isSucceeded(Job job) {
        return job.getStatus() != null
                && job.getStatus().getSucceeded() != null
                && job.getStatus().getSucceeded() > 0;
    }

    /** The pod has left its result as its termination message. */
    private static Optional<Long> bytes(ModelObservation observation) {
        return observation.pods().stream()
                .flatMap(ContainerView::of)
                .flatMap(container -> container.lastTermination().stream())
                .flatMap(termination -> Stream.ofNullable(termination.getMessage()))
                .flatMap(message -> bytes(message).stream())
                .findFirst();
    }

    private static Optional<Long> bytes(String result) {
        try {
            return Optional.ofNullable(JSON.readTree(result).get("bytes")).map(value -> value.asLong());
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private TranscriptionModelStatus status(
            TranscriptionModel resource,
            Progress progress,
            @Nullable String claimName,
            Optional<String> claimUid,
            Optional<Long> bytes,
            Optional<String> sha256,
            ModelObservation observation) {
        return new TranscriptionModelStatus(
                resource.getMetadata().getGeneration(),
                progress.phase(),
                List.of(condition(resource, progress)),
                before(resource).map(TranscriptionModelStatus::operator).orElse(null),
                claimName,
                claimUid.orElse(null),
                bytes.orElse(null),
                sha256.orElse(null),
                observation.users());
    }

    private ModelCondition condition(TranscriptionModel resource, Progress progress) {
        var since = before(resource)
                .flatMap(status -> Optional.ofNullable(status.conditions()))
                .flatMap(conditions -> conditions.stream().findFirst())
                .filter(condition -> condition.status().equals(progress.status()))
                .map(ModelCondition::lastTransitionTime)
                .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        return new ModelCondition(
                READY,
                progress.status(),
                progress.reason(),
                AddressMask.mask(progress.message()),
                since,
                Objects.requireNonNullElse(resource.getMetadata().getGeneration(), 0L));
    }

    private static Optional<TranscriptionModelStatus> before(TranscriptionModel resource) {
        return Optional.ofNullable(resource.getStatus());
    }
}
