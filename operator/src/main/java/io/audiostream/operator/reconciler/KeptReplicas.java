package io.audiostream.operator.reconciler;

import com.fasterxml.jackson.databind.JsonNode;
import io.audiostream.operator.api.SpecDefaults;
import io.audiostream.operator.api.SpecLimits;
import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.dependent.ReplicasOwners;
import io.audiostream.operator.status.EventReason.Transition;
import io.audiostream.operator.status.StatusEvent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the number of pods when {@code autoscaling} is removed from a resource that leaves {@code replicas} out. The
 * default of {@code replicas} would delete all pods but one, with their streams. The operator therefore sets
 * {@code replicas} to the current number, through the scale subresource.
 */
final class KeptReplicas {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(TranscriptionServiceReconciler.FIELD_MANAGER)
            .build();

    private final EventRecorder events;

    KeptReplicas(EventRecorder events) {
        this.events = events;
    }

    /**
     * Sets {@code replicas} if autoscaling was just removed, which its autoscaler shows that still exists.
     *
     * @return whether the resource changed, which triggers the next reconcile
     */
    boolean keep(TranscriptionService cached, Context<TranscriptionService> context) {
        if (cached.getSpec() == null
                || cached.getSpec().autoscaling() != null
                || context.getSecondaryResource(HorizontalPodAutoscaler.class).isEmpty()) {
            return false;
        }
        var client = context.getClient();
        var complete = complete(client, cached);
        if (complete == null) {
            return false;
        }
        var resource = client.getKubernetesSerialization().convertValue(complete, TranscriptionService.class);
        if (resource.getSpec().autoscaling() != null || !leavesReplicasOut(resource, complete)) {
            return false;
        }
        var pods = pods(client, resource);
        if (pods.isEmpty() || Objects.equals(resource.getSpec().replicas(), pods.getAsInt())) {
            return false;
        }
        // The version lets the request fail if the resource changed meanwhile.
        client.resource(resource)
                .subresource("scale")
                .patch(
                        MERGE,
                        "{\"metadata\":{\"resourceVersion\":\"%s\"},\"spec\":{\"replicas\":%d}}"
                                .formatted(resource.getMetadata().getResourceVersion(), pods.getAsInt()));
        events.record(
                client,
                resource,
                new StatusEvent(
                        false,
                        Transition.REPLICAS_KEPT,
                        "spec.autoscaling was removed, and spec.replicas left out: the operator set spec.replicas to %d, the"
                                        .formatted(pods.getAsInt())
                                + " current number of pods."));
        return true;
    }

    /** Returns the resource with the metadata that {@link CacheSerialization} leaves out of other objects. */
    private static @Nullable HasMetadata complete(KubernetesClient client, TranscriptionService cached) {
        return client.genericKubernetesResources(ResourceDefinitionContext.fromResourceType(TranscriptionService.class))
                .inNamespace(cached.getMetadata().getNamespace())
                .withName(cached.getMetadata().getName())
                .get();
    }

    private static OptionalInt pods(KubernetesClient client, TranscriptionService resource) {
        Deployment deployment = client.apps()
                .deployments()
                .inNamespace(resource.getMetadata().getNamespace())
                .withName(resource.getMetadata().getName())
                .get();
        return deployment == null
                ? OptionalInt.empty()
                : OptionalInt.of(Math.min(deployment.getSpec().getReplicas(), SpecLimits.MAX_REPLICAS));
    }

    /**
     * Whether no user set {@code replicas}. The API server fills in the default, and counts it as set by each manager
     * that does not use server-side apply. For kubectl its annotation tells whether the manifest has the field; for any
     * other such manager a value other than the default does.
     */
    private static boolean leavesReplicasOut(TranscriptionService resource, HasMetadata complete) {
        var owners = ReplicasOwners.of(complete)
                .filter(owner -> !TranscriptionServiceReconciler.FIELD_MANAGER.equals(owner.getManager()))
                .toList();
        if (owners.isEmpty()) {
            return true;
        }
        if (owners.stream().anyMatch(owner -> ReplicasOwners.isApply(owner) || ReplicasOwners.isScale(owner))) {
            return false;
        }
        var lastApplied = Objects.requireNonNullElse(complete.getMetadata().getAnnotations(), Map.<String, String>of())
                .get(LAST_APPLIED);
        var isDefault = Objects.equals(resource.getSpec().replicas(), SpecDefaults.REPLICAS);
        return isDefault
                && (lastApplied == null
                        || Serialization.unmarshal(lastApplied, JsonNode.class)
                                .at("/spec/replicas")
                                .isMissingNode());
    }
}
