package io.audiostream.operator.status;

import static io.audiostream.operator.status.ConditionStatus.FALSE;
import static io.audiostream.operator.status.ConditionStatus.TRUE;
import static io.audiostream.operator.status.ConditionType.MODEL_READY;

import io.audiostream.operator.model.ModelArguments;
import io.audiostream.operator.model.ModelSource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Derives the condition ModelReady from the pods that load the current model of the resource. Pods of an earlier
 * version with the same model count, those with another model do not.
 */
final class ModelProgress {
    private final ModelSource model;
    private final List<Pod> pods;
    private final Map<String, FetchReport> fetches;

    private ModelProgress(ModelSource model, List<Pod> pods, Map<String, FetchReport> fetches) {
        this.model = model;
        this.pods = pods.stream().filter(this::loadsModel).toList();
        this.fetches = fetches;
    }

    /**
     * @param rollout empty until the operator has observed the Deployment
     * @param fetches the progress of pods that fetch, by name
     */
    static ConditionState of(
            ModelSource model, Optional<Rollout> rollout, List<Pod> pods, Map<String, FetchReport> fetches) {
        return new ModelProgress(model, pods, fetches).condition(rollout);
    }

    /**
     * The condition while the spec does not say which model the pods should load. Empty while a pod is ready, so that
     * the condition stays as it is.
     */
    static Optional<ConditionState> withoutModel(List<Pod> pods) {
        return pods.stream().anyMatch(PodState::isReady)
                ? Optional.empty()
                : Optional.of(new ConditionState(MODEL_READY, FALSE, Reason.NO_PODS, "No pod is ready."));
    }

    private ConditionState condition(Optional<Rollout> rollout) {
        var ready = pods.stream().filter(PodState::isReady).count();
        if (ready > 0) {
            var count = ready == 1 ? "1 ready pod has" : ready + " ready pods have";
            return new ConditionState(
                    MODEL_READY, TRUE, Reason.LOADED, "%s loaded the model %s.".formatted(count, model.name()));
        }
        return newest(new ModelProblems(model)::of)
                .or(() -> newest(this::progress))
                .map(problem -> new ConditionState(MODEL_READY, FALSE, problem.reason(), problem.message()))
                .orElseGet(() -> notBegun(rollout));
    }

    private boolean loadsModel(Pod pod) {
        return PodProblems.isRelevant(pod)
                && pod.getSpec().getContainers().stream()
                        .anyMatch(container -> container.getName().equals(ContainerView.TRANSCRIBER)
                                && ModelArguments.areOf(model, container.getArgs()));
    }

    private Optional<Problem> newest(Function<Pod, Optional<Problem>> state) {
        return pods.stream()
                .sorted(PodProblems.NEWEST_FIRST)
                .flatMap(pod -> state.apply(pod).stream())
                .findFirst();
    }

    private Optional<Problem> progress(Pod pod) {
        return ContainerView.of(pod)
                .filter(ContainerView::isRunning)
                .flatMap(container -> progress(pod, container).stream())
                .findFirst();
    }

    private Optional<Problem> progress(Pod pod, ContainerView container) {
        return switch (container.name()) {
            case ContainerView.FETCH_MODEL -> Optional.of(progress(pod, Reason.FETCHING, "fetches", fetched(pod)));
            case ContainerView.TRANSCRIBER -> Optional.of(progress(pod, Reason.LOADING, "loads", ""));
            default -> Optional.empty();
        };
    }

    /** Empty until the pod has reported its progress. */
    private String fetched(Pod pod) {
        var report = fetches.get(pod.getMetadata().getName());
        return report == null ? "" : ": " + report.text();
    }

    private Problem progress(Pod pod, Reason reason, String verb, String details) {
        return new Problem(
                reason,
                "Pod %s %s the model %s%s.".formatted(pod.getMetadata().getName(), verb, model.name(), details));
    }

    private ConditionState notBegun(Optional<Rollout> rollout) {
        if (rollout.filter(progress -> progress.desired() == 0).isPresent()) {
            return new ConditionState(
                    MODEL_READY, FALSE, Reason.SCALED_TO_ZERO, "No pod runs that could load the model.");
        }
        return new ConditionState(
                MODEL_READY, FALSE, Reason.NO_PODS, "No pod has begun to load the model %s.".formatted(model.name()));
    }
}
