package io.audiostream.operator.reconciler;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.dependent.ActiveRouteKinds;
import io.audiostream.operator.dependent.ForeignAutoscaler;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.status.DesiredEnvoy;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Remembers at which versions of a resource and of its objects the operator had nothing to apply. As long as none of
 * them has another version, the operator need not render the objects and compare them again: most reconciles only
 * report the streams of the pods. Thread-safe.
 */
final class AppliedStates {
    /** The kinds that the operator applies. */
    static final List<Class<? extends HasMetadata>> KINDS = List.of(
            ServiceAccount.class,
            ConfigMap.class,
            Service.class,
            Deployment.class,
            HorizontalPodAutoscaler.class,
            PodDisruptionBudget.class,
            Ingress.class,
            GRPCRoute.class,
            HTTPRoute.class);

    /** Bounds the memory of resources that were deleted. */
    private static final int MAX_RESOURCES = 5000;

    private final Map<ResourceID, Applied> applied = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ResourceID, Applied> eldest) {
            return size() > MAX_RESOURCES;
        }
    });

    private record Applied(State state, DesiredEnvoy envoy) {}

    /**
     * What decides about the objects.
     *
     * @param generation version of the spec
     * @param routes the kinds of routes that the operator can use
     * @param objects the resourceVersions of the objects
     */
    record State(
            String uid,
            long generation,
            Map<String, String> labels,
            Map<String, String> annotations,
            ActiveRouteKinds routes,
            Set<String> objects) {}

    /** Returns the current state of a resource; empty if its objects may have to change without an event. */
    static Optional<State> current(
            TranscriptionService resource,
            DesiredService desired,
            ActiveRouteKinds routes,
            Context<TranscriptionService> context) {
        // No event tells that a user deleted the autoscaler that sets the number of pods.
        if (context.getSecondaryResource(Deployment.class)
                .filter(deployment -> ForeignAutoscaler.mayExist(desired, deployment))
                .isPresent()) {
            return Optional.empty();
        }
        var metadata = resource.getMetadata();
        return Optional.of(new State(
                metadata.getUid(),
                Objects.requireNonNullElse(metadata.getGeneration(), 0L),
                Objects.requireNonNullElse(metadata.getLabels(), Map.of()),
                Objects.requireNonNullElse(metadata.getAnnotations(), Map.of()),
                routes,
                KINDS.stream()
                        .flatMap(context::getSecondaryResourcesAsStream)
                        .map(object -> object.getMetadata().getResourceVersion())
                        .collect(Collectors.toUnmodifiableSet())));
    }

    /** Returns what the pods should run, if the operator had nothing to apply in this state. */
    Optional<DesiredEnvoy> envoy(ResourceID id, State state) {
        return Optional.ofNullable(applied.get(id))
                .filter(known -> known.state().equals(state))
                .map(Applied::envoy);
    }

    /** Records that the operator had nothing to apply in this state. */
    void record(ResourceID id, State state, DesiredEnvoy envoy) {
        applied.put(id, new Applied(state, envoy));
    }
}
