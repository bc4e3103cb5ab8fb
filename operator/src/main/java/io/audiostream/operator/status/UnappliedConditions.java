package io.audiostream.operator.status;

import static io.audiostream.operator.status.ConditionStatus.FALSE;
import static io.audiostream.operator.status.ConditionStatus.TRUE;
import static io.audiostream.operator.status.ConditionStatus.UNKNOWN;
import static io.audiostream.operator.status.ConditionType.AVAILABLE;
import static io.audiostream.operator.status.ConditionType.DEGRADED;
import static io.audiostream.operator.status.ConditionType.ENVOY_CONFIGURED;
import static io.audiostream.operator.status.ConditionType.PROGRESSING;
import static io.audiostream.operator.status.ConditionType.READY;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Derives the conditions while the operator cannot apply a resource. They describe the pods that exist: those may serve
 * an earlier version of the resource, or end one after the other.
 */
final class UnappliedConditions {
    private static final String CAUSE = "The operator cannot apply the resource; the Degraded condition has the cause.";

    private UnappliedConditions() {}

    /**
     * Returns the conditions. {@code EnvoyConfigured} is missing where pods are ready and the operator does not know
     * what they should run.
     *
     * @param rollout empty where the resource has no Deployment
     * @param envoy empty where the spec is invalid
     * @param readyPods number of ready pods
     */
    static List<ConditionState> of(
            Problem problem, Optional<Rollout> rollout, Optional<EnvoyRollout> envoy, long readyPods) {
        var states = new ArrayList<ConditionState>();
        if (problem.reason().isOf(ConditionType.ACCEPTED)) {
            states.add(new ConditionState(ConditionType.ACCEPTED, FALSE, problem.reason(), problem.message()));
        }
        for (var type : List.of(READY, AVAILABLE)) {
            states.add(rollout.map(progress -> RolloutConditions.serving(type, progress))
                    .orElseGet(() -> new ConditionState(
                            type, FALSE, Reason.NO_PODS, "No pod runs, because the resource has no Deployment.")));
        }
        states.add(rollout.map(UnappliedConditions::progressing)
                .orElseGet(() -> new ConditionState(PROGRESSING, UNKNOWN, Reason.NOT_RECONCILED, CAUSE)));
        if (readyPods == 0) {
            states.add(new ConditionState(ENVOY_CONFIGURED, FALSE, Reason.NO_PODS, "No pod is ready."));
        } else {
            envoy.map(pods -> EnvoyProgress.condition(pods, CAUSE)).ifPresent(states::add);
        }
        states.add(new ConditionState(DEGRADED, TRUE, problem.reason(), problem.message()));
        return states;
    }

    /** A complete rollout is that of an earlier version, so the resource makes no progress. */
    private static ConditionState progressing(Rollout rollout) {
        return rollout.isComplete()
                ? new ConditionState(PROGRESSING, FALSE, Reason.STUCK, CAUSE)
                : RolloutConditions.progressing(rollout);
    }
}
