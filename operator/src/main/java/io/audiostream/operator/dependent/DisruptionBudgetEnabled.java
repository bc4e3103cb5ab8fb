package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;

/** Condition that is met unless the resource turns its budget off. Then the operator deletes an existing budget. */
public final class DisruptionBudgetEnabled implements Condition<PodDisruptionBudget, TranscriptionService> {

    @Override
    public boolean isMet(
            DependentResource<PodDisruptionBudget, TranscriptionService> dependent,
            TranscriptionService resource,
            Context<TranscriptionService> context) {
        return TranscriptionServiceDependent.desiredService(context)
                .pods()
                .maxDisrupted()
                .isPresent();
    }
}
