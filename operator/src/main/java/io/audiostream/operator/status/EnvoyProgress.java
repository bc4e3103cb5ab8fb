package io.audiostream.operator.status;

import static io.audiostream.operator.status.ConditionStatus.FALSE;
import static io.audiostream.operator.status.ConditionStatus.TRUE;
import static io.audiostream.operator.status.ConditionStatus.UNKNOWN;
import static io.audiostream.operator.status.ConditionType.ENVOY_CONFIGURED;

import io.audiostream.operator.api.ChangeEffect;
import io.audiostream.operator.api.EnvoyStatus;
import org.jspecify.annotations.Nullable;

/** Derives the condition EnvoyConfigured and {@code status.envoy} from the progress of Envoy's configuration. */
final class EnvoyProgress {
    private EnvoyProgress() {}

    /** The condition until the operator has observed the Deployment. */
    static ConditionState notCreated() {
        return new ConditionState(ENVOY_CONFIGURED, FALSE, Reason.NO_PODS, "No pod is ready yet.");
    }

    static ConditionState condition(EnvoyRollout rollout, EnvoyStatus status) {
        return condition(rollout, remainder(status));
    }

    /** @param remainder a sentence about the pods without the current configuration */
    static ConditionState condition(EnvoyRollout rollout, String remainder) {
        if (rollout.rejection().isPresent()) {
            return new ConditionState(
                    ENVOY_CONFIGURED,
                    FALSE,
                    Reason.REJECTED,
                    rollout.rejection().get());
        }
        if (rollout.pods() == 0) {
            return new ConditionState(ENVOY_CONFIGURED, FALSE, Reason.NO_PODS, "No pod is ready.");
        }
        var count = "%d of %d ready pods have the current configuration of Envoy."
                .formatted(rollout.updated(), rollout.pods());
        if (rollout.updated() == rollout.pods()) {
            return new ConditionState(ENVOY_CONFIGURED, TRUE, Reason.CONFIGURED, count);
        }
        if (rollout.updated() + rollout.unreported() == rollout.pods()) {
            return new ConditionState(
                    ENVOY_CONFIGURED,
                    UNKNOWN,
                    Reason.NOT_REPORTED,
                    count + " The operator cannot read the state of the others.");
        }
        return new ConditionState(ENVOY_CONFIGURED, FALSE, Reason.UPDATING, count + " " + remainder);
    }

    private static String remainder(EnvoyStatus status) {
        return ChangeEffect.Kind.LIVE.text().equals(status.lastChange())
                ? "Kubelets refresh the others within about 90 s."
                : "A rolling update replaces the others.";
    }

    /** @param before null when the resource had no status of Envoy */
    static EnvoyStatus status(DesiredEnvoy desired, EnvoyRollout rollout, @Nullable EnvoyStatus before) {
        return new EnvoyStatus(
                desired.configMap(),
                desired.version().live(),
                desired.podTemplate(),
                before == null ? null : lastChange(desired, before),
                rollout.updated(),
                rollout.pods());
    }

    private static @Nullable String lastChange(DesiredEnvoy desired, EnvoyStatus before) {
        if (!desired.podTemplate().equals(before.podTemplate())) {
            return ChangeEffect.Kind.RESTART.text();
        }
        if (!desired.configMap().equals(before.configMap())) {
            return ChangeEffect.Kind.DRAIN.text();
        }
        return desired.version().live().equals(before.version()) ? before.lastChange() : ChangeEffect.Kind.LIVE.text();
    }
}
