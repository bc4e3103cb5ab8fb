package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;

/** Activation condition of routes: the operator watches their kind only while it can. */
public final class RouteKindActive implements Condition<HasMetadata, TranscriptionService> {

    @Override
    public boolean isMet(
            DependentResource<HasMetadata, TranscriptionService> dependent,
            TranscriptionService resource,
            Context<TranscriptionService> context) {
        return ActiveRouteKinds.contain(context, dependent.resourceType());
    }
}
