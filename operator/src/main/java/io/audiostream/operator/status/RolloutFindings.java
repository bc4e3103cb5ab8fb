package io.audiostream.operator.status;

import io.audiostream.operator.model.DesiredService;
import java.util.List;
import java.util.Optional;

/** What the state of the pods means for the three conditions. */
final class RolloutFindings {

    private RolloutFindings() {}

    static List<Finding> notCreated() {
        return List.of(
                Finding.no(Finding.READY, Reasons.NO_PODS, "No pod serves yet."),
                Finding.yes(
                        Finding.PROGRESSING, Reasons.CREATING, "The Deployment was applied and is not confirmed yet."),
                fine());
    }

    /** A problem of a pod says more than the Deployment, which only sees that it waits in vain, and says it sooner. */
    static List<Finding> of(Rollout rollout, Optional<Problem> podProblem, DesiredService service) {
        return List.of(
                ready(rollout),
                progressing(rollout),
                podProblem
                        .map(problem -> Finding.yes(Finding.DEGRADED, problem.reason(), problem.message()))
                        .orElseGet(() -> degraded(rollout, service)));
    }

    private static Finding ready(Rollout rollout) {
        if (rollout.ready() > 0) {
            return Finding.yes(
                    Finding.READY,
                    Reasons.SERVING,
                    rollout.ready() + " of " + Sentences.pods(rollout.wanted()) + " serve.");
        }
        if (rollout.wanted() == 0) {
            return Finding.no(Finding.READY, Reasons.SCALED_TO_ZERO, "spec.replicas is 0, so no pod serves.");
        }
        return Finding.no(Finding.READY, Reasons.NO_PODS, "None of " + Sentences.pods(rollout.wanted()) + " serves.");
    }

    private static Finding progressing(Rollout rollout) {
        if (rollout.complete()) {
            return Finding.no(Finding.PROGRESSING, Reasons.COMPLETE, "Every pod is of the current version.");
        }
        if (rollout.stuck().isPresent()) {
            return Finding.no(Finding.PROGRESSING, Reasons.STUCK, "Pods are missing and none is being made.");
        }
        if (!rollout.seen()) {
            return Finding.yes(Finding.PROGRESSING, Reasons.ROLLING_OUT, "A change is about to reach the pods.");
        }
        if (rollout.allMade()) {
            return Finding.yes(
                    Finding.PROGRESSING,
                    Reasons.STARTING,
                    "Every pod was made in the current version and %d of %s serve; a pod serves once its model is fetched and loaded."
                            .formatted(rollout.ready(), Sentences.pods(rollout.wanted())));
        }
        return Finding.yes(
                Finding.PROGRESSING,
                Reasons.ROLLING_OUT,
                "%d of %s made in the current version, %d of all serve; a pod serves once its model is fetched and loaded."
                        .formatted(rollout.updated(), Sentences.pods(rollout.wanted()), rollout.ready()));
    }

    private static Finding degraded(Rollout rollout, DesiredService service) {
        return rollout.stuck()
                .map(why -> Finding.yes(
                        Finding.DEGRADED,
                        Reasons.PODS_NOT_READY,
                        "%s See: kubectl -n %s describe pods -l app.kubernetes.io/instance=%s"
                                .formatted(Sentences.ended(why), service.namespace(), service.name())))
                .orElseGet(RolloutFindings::fine);
    }

    private static Finding fine() {
        return Finding.no(Finding.DEGRADED, Reasons.AS_EXPECTED, "No problem is known.");
    }
}
