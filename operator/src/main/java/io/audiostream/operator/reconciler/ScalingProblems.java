package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.dependent.ForeignAutoscaler;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.status.AutoscalerProblems;
import io.audiostream.operator.status.Problem;
import io.audiostream.operator.status.Reason;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.InstantSource;
import java.util.Optional;

/** Finds the problems of the autoscaler that sets the number of pods: the operator's, or one of a user. */
final class ScalingProblems {
    private final InstantSource clock;

    ScalingProblems(InstantSource clock) {
        this.clock = clock;
    }

    Optional<Problem> of(
            Context<TranscriptionService> context, DesiredService desired, Optional<Deployment> deployment) {
        return context.getSecondaryResource(HorizontalPodAutoscaler.class)
                .flatMap(autoscaler -> AutoscalerProblems.of(autoscaler, clock.instant()))
                .or(() -> deployment
                        .flatMap(existing -> ForeignAutoscaler.of(context.getClient(), desired, existing))
                        .map(name -> conflict(name, desired)));
    }

    /** Whether a problem may begin without an event. */
    static boolean mayBegin(Context<TranscriptionService> context) {
        return context.getSecondaryResource(HorizontalPodAutoscaler.class)
                .filter(AutoscalerProblems::isFailing)
                .isPresent();
    }

    private static Problem conflict(String autoscaler, DesiredService desired) {
        return new Problem(
                Reason.AUTOSCALER_CONFLICT,
                ("The HorizontalPodAutoscaler %s sets the number of pods at the Deployment %s, so spec.replicas has no"
                                + " effect. Set its spec.scaleTargetRef to apiVersion: audiostream.io/v1alpha1, kind:"
                                + " TranscriptionService, name: %s, or delete it and set spec.autoscaling.")
                        .formatted(autoscaler, desired.name(), desired.name()));
    }
}
