package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;
import java.util.Arrays;

/** Condition that is met while the resource asks for the route. Otherwise the operator deletes an existing one. */
public final class RouteRequested implements Condition<HasMetadata, TranscriptionService> {

    @Override
    public boolean isMet(
            DependentResource<HasMetadata, TranscriptionService> dependent,
            TranscriptionService resource,
            Context<TranscriptionService> context) {
        var service = TranscriptionServiceDependent.desiredService(context);
        return Arrays.stream(RouteKind.values())
                .filter(kind -> kind.type().equals(dependent.resourceType()))
                .anyMatch(kind -> kind.isRequested(service));
    }
}
