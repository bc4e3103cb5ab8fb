package io.audiostream.operator.status;

import io.audiostream.operator.model.DesiredService;
import java.util.List;
import java.util.Optional;

/** What the state of the pods means for the three conditions. */
final class RolloutConditions {

    private RolloutConditions() {}

    static List<ConditionState> notCreated() {
        return List.of(
                ConditionState.no(ConditionState.READY, Reasons.NO_PODS, "No pod serves yet."),
                ConditionState.yes(
                        ConditionState.PROGRESSING,
                        Reasons.CREATING,
                        "The Deployment was applied and is not confirmed yet."),
                fine());
    }

    /** A problem of a pod says more than the Deployment, which only sees that it waits in vain, and says it sooner. */
    static List<ConditionState> of(Rollout rollout, Optional<Problem> podProblem, DesiredService service) {
        return List.of(
                ready(rollout),
                progressing(rollout),
                podProblem
                        .map(problem ->
                                ConditionState.yes(ConditionState.DEGRADED, problem.reason(), problem.message()))
                        .orElseGet(() -> degraded(rollout, service)));
    }

    private static ConditionState ready(Rollout rollout) {
        if (rollout.ready() > 0) {
            return ConditionState.yes(
                    ConditionState.READY,
                    Reasons.SERVING,
                    rollout.ready() + " of " + MessageText.pods(rollout.wanted()) + " serve.");
        }
        if (rollout.wanted() == 0) {
            return ConditionState.no(
                    ConditionState.READY, Reasons.SCALED_TO_ZERO, "spec.replicas is 0, so no pod serves.");
        }
        return ConditionState.no(
                ConditionState.READY, Reasons.NO_PODS, "None of " + MessageText.pods(rollout.wanted()) + " serves.");
    }

    private static ConditionState progressing(Rollout rollout) {
        if (rollout.complete()) {
            return ConditionState.no(
                    ConditionState.PROGRESSING, Reasons.COMPLETE, "Every pod is of the current version.");
        }
        if (rollout.stuck().isPresent()) {
            return ConditionState.no(
                    ConditionState.PROGRESSING, Reasons.STUCK, "Pods are missing and none is being made.");
        }
        if (!rollout.seen()) {
            return ConditionState.yes(
                    ConditionState.PROGRESSING, Reasons.ROLLING_OUT, "A change is about to reach the pods.");
        }
        if (rollout.allMade()) {
            return ConditionState.yes(
                    ConditionState.PROGRESSING,
                    Reasons.STARTING,
                    "Every pod was made in the current version and %d of %s serve; a pod serves once its model is fetched and loaded."
                            .formatted(rollout.ready(), MessageText.pods(rollout.wanted())));
        }
        return ConditionState.yes(
                ConditionState.PROGRESSING,
                Reasons.ROLLING_OUT,
                "%d of %s made in the current version, %d of all serve; a pod serves once its model is fetched and loaded."
                        .formatted(rollout.updated(), MessageText.pods(rollout.wanted()), rollout.ready()));
    }

    private static ConditionState degraded(Rollout rollout, DesiredService service) {
        return rollout.stuck()
                .map(why -> ConditionState.yes(
                        ConditionState.DEGRADED,
                        Reasons.PODS_NOT_READY,
                        "%s See: kubectl -n %s describe pods -l app.kubernetes.io/instance=%s"
                                .formatted(MessageText.ended(why), service.namespace(), service.name())))
                .orElseGet(RolloutConditions::fine);
    }

    private static ConditionState fine() {
        return ConditionState.no(ConditionState.DEGRADED, Reasons.AS_EXPECTED, "No problem is known.");
    }
}
