package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;

/** Whether the resource asks for autoscaling; while it does not, an autoscaler that is there is deleted. */
public final class AutoscalingEnabled implements Condition<HorizontalPodAutoscaler, TranscriptionService> {

    @Override
    public boolean isMet(
            DependentResource<HorizontalPodAutoscaler, TranscriptionService> dependent,
            TranscriptionService resource,
            Context<TranscriptionService> context) {
        return TranscriptionServiceDependent.desiredService(context)
                .autoscaling()
                .isPresent();
    }
}
