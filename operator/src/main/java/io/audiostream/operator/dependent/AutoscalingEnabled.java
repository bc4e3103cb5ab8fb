package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;

/** Condition that is met while the resource sets autoscaling. Otherwise the operator deletes an existing autoscaler. */
public final class AutoscalingEnabled implements Condition<HorizontalPodAutoscaler, TranscriptionService> {

    @Override
    public boolean isMet(
            DependentResource<HorizontalPodAutoscaler, TranscriptionService> dependent,
            TranscriptionService resource,
            Context<TranscriptionService> context) {
        return TranscriptionServiceDependent.desiredService(context)
                .scaling()
                .autoscaling()
                .isPresent();
    }
}
