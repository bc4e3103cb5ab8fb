package io.audiostream.operator.status;

import io.audiostream.operator.model.ModelSource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/** Finds what keeps a pod from its model. Other problems of the pod do not count. */
final class ModelProblems {
    private final ModelSource model;

    ModelProblems(ModelSource model) {
        this.model = model;
    }

    /** Returns the problem, whose reason is one of the condition ModelReady. */
    Optional<Problem> of(Pod pod) {
        return PodProblems.of(List.of(pod))
                .filter(problem -> problem.reason() == Reason.UNSCHEDULABLE)
                .flatMap(this::missingClaim)
                .or(() -> ContainerView.of(pod)
                        .flatMap(container ->
                                ContainerProblems.of(container)
                                        .flatMap(problem -> ofContainer(container, problem))
                                        .stream())
                        .findFirst()
                        .map(problem -> new Problem(
                                problem.reason(),
                                "Pod %s: %s".formatted(pod.getMetadata().getName(), problem.message()))));
    }

    /** The scheduler reports a claim that does not exist, and the pod waits for it without an init container. */
    private Optional<Problem> missingClaim(Problem problem) {
        return model.claim()
                .filter(claim -> problem.message().contains("persistentvolumeclaim \"" + claim + "\" not found"))
                .map(claim -> new Problem(
                        Reason.MISSING_CLAIM,
                        "The PersistentVolumeClaim %s does not exist. Create it in the resource's namespace, or correct %s."
                                .formatted(claim, claimField())));
    }

    private String claimField() {
        return switch (model) {
            case ModelSource.Download _ -> "spec.model.cache.claimName";
            case ModelSource.Shared _ -> "spec.model.ref";
            case ModelSource.Volume _, ModelSource.Image _ -> "spec.model.volume.claimName";
        };
    }

    private Optional<Problem> ofContainer(ContainerView container, Problem problem) {
        var crashed = problem.reason() == Reason.CONTAINER_CRASHED;
        if (problem.reason() == Reason.MODEL_FETCH_FAILED
                || crashed && container.name().equals(ContainerView.FETCH_MODEL)
                || problem.reason() == Reason.IMAGE_PULL_FAILED && isModelImage(problem)) {
            return Optional.of(new Problem(Reason.FETCH_FAILED, problem.message()));
        }
        return crashed && container.name().equals(ContainerView.TRANSCRIBER)
                ? Optional.of(new Problem(Reason.LOAD_FAILED, problem.message()))
                : Optional.empty();
    }

    private boolean isModelImage(Problem problem) {
        return model instanceof ModelSource.Image image && problem.message().contains(image.reference());
    }
}
