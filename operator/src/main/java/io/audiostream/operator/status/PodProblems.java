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
 * What is wrong with the pods of a service, told by the newest pod that has something: that is the one which was made
 * as the resource asks now. Pods that are about to go, or have ended and are replaced, are not looked at.
 */
final class PodProblems {

    private static final Set<String> ENDED = Set.of("Failed", "Succeeded");
    private static final Comparator<Pod> NEWEST_FIRST = Comparator.comparing(
                    (Pod pod) -> Objects.requireNonNullElse(pod.getMetadata().getCreationTimestamp(), ""))
            .reversed()
            .thenComparing(pod -> pod.getMetadata().getName());

    private record Found(Pod pod, Problem problem) {}

    private PodProblems() {}

    static Optional<Problem> of(List<Pod> pods) {
        var found = pods.stream()
                .filter(PodProblems::counts)
                .sorted(NEWEST_FIRST)
                .flatMap(pod -> ofPod(pod).map(problem -> new Found(pod, problem)).stream())
                .toList();
        return found.stream().findFirst().map(first -> {
            var others = found.stream()
                            .filter(other -> other.problem()
                                    .reason()
                                    .equals(first.problem().reason()))
                            .count()
                    - 1;
            return new Problem(
                    first.problem().reason(),
                    "Pod %s: %s%s"
                            .formatted(
                                    first.pod().getMetadata().getName(),
                                    first.problem().message(),
                                    alike(others)));
        });
    }

    private static String alike(long others) {
        if (others == 0) {
            return "";
        }
        return others == 1 ? " 1 more pod is like this." : " %d more pods are like this.".formatted(others);
    }

    private static boolean counts(Pod pod) {
        return pod.getStatus() != null
                && pod.getMetadata().getDeletionTimestamp() == null
                && !ENDED.contains(Objects.requireNonNullElse(pod.getStatus().getPhase(), ""));
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
                        Reasons.UNSCHEDULABLE,
                        "no node takes it: "
                                + MessageText.ended(TerminationMessage.of(Objects.requireNonNullElse(
                                        condition.getMessage(), "the scheduler gave no reason")))));
    }

    private static Stream<PodCondition> conditions(Pod pod) {
        return pod.getStatus().getConditions().stream();
    }
}
