package io.audiostream.operator.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.List;
import java.util.Optional;

/**
 * The objects of a resource that exist, whether the operator applied them in this reconcile or earlier.
 *
 * @param deployment empty where the resource has none, or the operator has not observed it yet
 * @param pods all pods of the service, of any version
 * @param load the load of these pods
 * @param autoscaler that of {@code spec.autoscaling}
 * @param sharedModelSha256 checksum of the TranscriptionModel that the resource names; empty if it names none, or that
 *     one is not fetched
 */
public record Observation(
        Optional<Deployment> deployment,
        List<Pod> pods,
        Load load,
        Optional<HorizontalPodAutoscaler> autoscaler,
        Optional<String> sharedModelSha256) {
    /** The observation of a resource without any object. */
    public static final Observation NOTHING = new Observation(Optional.empty(), List.of(), Load.NONE);

    /** The observation of a resource without an autoscaler and without a TranscriptionModel. */
    public Observation(Optional<Deployment> deployment, List<Pod> pods, Load load) {
        this(deployment, pods, load, Optional.empty(), Optional.empty());
    }
}
