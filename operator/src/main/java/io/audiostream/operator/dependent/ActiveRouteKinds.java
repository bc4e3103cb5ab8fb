package io.audiostream.operator.dependent;

import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Set;

/**
 * The kinds of routes that the operator watches: a resource asks for them, and the API server serves and permits them.
 * The reconciler puts them into the context.
 */
public record ActiveRouteKinds(Set<RouteKind> kinds) {
    private static final String KEY = "active-route-kinds";

    /** Copies the set. */
    public ActiveRouteKinds {
        kinds = Set.copyOf(kinds);
    }

    /** Puts the kinds into the context, for the conditions of the workflow. */
    public void putInto(Context<TranscriptionService> context) {
        context.managedWorkflowAndDependentResourceContext().put(KEY, this);
    }

    static boolean contain(Context<TranscriptionService> context, Class<? extends HasMetadata> type) {
        return context
                .managedWorkflowAndDependentResourceContext()
                .getMandatory(KEY, ActiveRouteKinds.class)
                .kinds()
                .stream()
                .anyMatch(kind -> kind.type().equals(type));
    }
}
