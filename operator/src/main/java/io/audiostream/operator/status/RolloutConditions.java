package io.audiostream.operator.status;

import static io.audiostream.operator.status.ConditionStatus.FALSE;
import static io.audiostream.operator.status.ConditionStatus.TRUE;
import static io.audiostream.operator.status.ConditionType.AVAILABLE;
import static io.audiostream.operator.status.ConditionType.DEGRADED;
import static io.audiostream.operator.status.ConditionType.PROGRESSING;
import static io.audiostream.operator.status.ConditionType.READY;

import io.audiostream.operator.model.DesiredService;
import java.util.List;
import java.util.Optional;

/** Derives the conditions from the progress of the rollout and the problems of the pods. */
final class RolloutConditions {
    private static final String NO_POD_YET = "No pod is ready yet.";

    private static final String LOADING = "A pod becomes ready once its model is fetched and loaded.";

    /** Remedy for a rollout that waits for room. */
    private static final String ROOM =
            " The older pods serve meanwhile: the rollout adds a pod before it removes one, and"
                    + " finds no room for it. To remove a pod first, set spec.rollingUpdate.maxSurge to 0.";

    private RolloutConditions() {}

    /** The conditions until the operator has observed the Deployment that it applied. */
    static List<ConditionState> notCreated() {
        return List.of(
                new ConditionState(READY, FALSE, Reason.NO_PODS, NO_POD_YET),
                new ConditionState(AVAILABLE, FALSE, Reason.NO_PODS, NO_POD_YET),
                new ConditionState(
                        PROGRESSING,
                        TRUE,
                        Reason.CREATING,
                        "The Deployment was applied; the operator has not observed it yet."),
                noProblem());
    }

    /**
     * The conditions of an observed Deployment. A pod's problem takes precedence over the Deployment's failure, which
     * Kubernetes reports later and without the cause.
     */
    static List<ConditionState> of(Rollout rollout, Optional<Problem> podProblem, DesiredService service) {
        return List.of(
                serving(READY, rollout),
                serving(AVAILABLE, rollout),
                progressing(rollout),
                withRemedy(
                        rollout,
                        podProblem
                                .map(problem -> new ConditionState(DEGRADED, TRUE, problem.reason(), problem.message()))
                                .orElseGet(() -> degraded(rollout, service))));
    }

    /** @param type READY or AVAILABLE */
    static ConditionState serving(ConditionType type, Rollout rollout) {
        var message = "%d of %d pods are ready.".formatted(rollout.ready(), rollout.desired());
        if (rollout.ready() > 0) {
            return new ConditionState(type, TRUE, Reason.SERVING, message);
        }
        if (rollout.desired() == 0) {
            return new ConditionState(
                    type, FALSE, Reason.SCALED_TO_ZERO, "No pod runs because spec.replicas is 0; set it to 1 or more.");
        }
        return new ConditionState(type, FALSE, Reason.NO_PODS, message);
    }

    static ConditionState progressing(Rollout rollout) {
        if (rollout.isComplete()) {
            return new ConditionState(
                    PROGRESSING, FALSE, Reason.COMPLETE, "All pods are of the current version and ready.");
        }
        if (rollout.failure().isPresent()) {
            return new ConditionState(
                    PROGRESSING,
                    FALSE,
                    Reason.STUCK,
                    "The rollout is not complete and makes no progress; the Degraded condition has the cause.");
        }
        if (!rollout.observed()) {
            return new ConditionState(
                    PROGRESSING,
                    TRUE,
                    Reason.ROLLING_OUT,
                    "The Deployment changed; its controller has not acted on the change yet.");
        }
        if (rollout.isUpdated()) {
            return new ConditionState(
                    PROGRESSING,
                    TRUE,
                    Reason.STARTING,
                    "All pods are of the current version; %d of %d are ready. %s"
                            .formatted(rollout.ready(), rollout.desired(), LOADING));
        }
        return new ConditionState(
                PROGRESSING,
                TRUE,
                Reason.ROLLING_OUT,
                "%d of %d pods are of the current version; %d pods of any version are ready. %s"
                        .formatted(rollout.updated(), rollout.desired(), rollout.ready(), LOADING));
    }

    private static ConditionState degraded(Rollout rollout, DesiredService service) {
        return rollout.failure()
                .map(failure -> degraded(failure, rollout, service))
                .orElseGet(RolloutConditions::noProblem);
    }

    /** Names the command that shows the Events: those of the ReplicaSets where no pod could be created. */
    private static ConditionState degraded(Rollout.Failure failure, Rollout rollout, DesiredService service) {
        var objects = failure.creation() || rollout.total() == 0 ? "replicasets" : "pods";
        return new ConditionState(
                DEGRADED,
                TRUE,
                failure.creation() ? Reason.PODS_NOT_CREATED : Reason.PODS_NOT_READY,
                "%s%s See: kubectl -n %s describe %s -l app.kubernetes.io/instance=%s"
                        .formatted(
                                failure.creation() ? "Kubernetes cannot create a pod: " : "",
                                MessageText.sentence(failure.message()),
                                service.namespace(),
                                objects,
                                service.name()));
    }

    private static ConditionState withRemedy(Rollout rollout, ConditionState degraded) {
        var hasNoRoom = degraded.reason() == Reason.UNSCHEDULABLE || degraded.reason() == Reason.PODS_NOT_CREATED;
        return hasNoRoom && rollout.isBlockedByOlderPods()
                ? new ConditionState(DEGRADED, TRUE, degraded.reason(), degraded.message() + ROOM)
                : degraded;
    }

    private static ConditionState noProblem() {
        return new ConditionState(DEGRADED, FALSE, Reason.AS_EXPECTED, "No problem is known.");
    }
}
