package io.audiostream.operator.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the problem of a service's pods. The newest pod with a problem takes precedence, because it has the current
 * spec. Ignores pods that are terminating, and pods in a final phase, which Kubernetes replaces.
 */
final class PodProblems {

    private static final Set<String> FINAL_PHASES = Set.of("Failed", "Succeeded");
    static final Comparator<Pod> NEWEST_FIRST = Comparator.comparing(
                    (Pod pod) -> Objects.requireNonNullElse(pod.getMetadata().getCreationTimestamp(), ""))
            .reversed()
            .thenComparing(pod -> pod.getMetadata().getName());

    private record PodProblem(Pod pod, Problem problem) {}

    private PodProblems() {}

    static Optional<Problem> of(List<Pod> pods) {
        var found = pods.stream()
                .filter(PodProblems::isRelevant)
                .sorted(NEWEST_FIRST)
                .flatMap(pod -> ofPod(pod).map(problem -> new PodProblem(pod, problem)).stream())
                .toList();
        return found.stream().findFirst().map(first -> {
            var others = found.stream()
                            .filter(other ->
                                    other.problem().reason() == first.problem().reason())
                            .count()
                    - 1;
            return new Problem(
                    first.problem().reason(),
                    "Pod %s: %s%s"
                            .formatted(
                                    first.pod().getMetadata().getName(),
                                    first.problem().message(),
                                    sameProblem(others)));
        });
    }

    private static String sameProblem(long others) {
        if (others == 0) {
            return "";
        }
        return others == 1
                ? " 1 more pod has the same problem."
                : " %d more pods have the same problem.".formatted(others);
    }

    /** Whether the pod is neither terminating nor in a final phase. */
    static boolean isRelevant(Pod pod) {
        return pod.getStatus() != null
                && pod.getMetadata().getDeletionTimestamp() == null
                && !FINAL_PHASES.contains(
                        Objects.requireNonNullElse(pod.getStatus().getPhase(), ""));
    }

    private static Optional<Problem> ofPod(Pod pod) {
        return unschedulable(pod)
                .or(() -> ContainerView.of(pod)
                        .flatMap(container -> ContainerProblems.of(container).stream())
                        .findFirst());
    }

    private static Optional<Problem> unschedulable(Pod pod) {
        return conditions(pod)
                .filter(condition -> "PodScheduled".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && "Unschedulable".equals(condition.getReason()))
                .findFirst()
                .map(condition -> new Problem(
                        Reason.UNSCHEDULABLE,
                        "it cannot be scheduled: "
                                + MessageText.sentence(TerminationMessage.of(Objects.requireNonNullElse(
                                        condition.getMessage(), "the scheduler gave no reason")))));
    }

    private static Stream<PodCondition> conditions(Pod pod) {
        return pod.getStatus().getConditions().stream();
    }
}
