package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** One condition, in the shape of the Condition of meta/v1. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ServiceCondition(
        @Required
        @JsonPropertyDescription("Ready, Accepted, ModelReady, Available, Progressing, EnvoyConfigured or Degraded.")
        String type,

        @Required @JsonPropertyDescription("True, False or Unknown.")
        String status,

        @Required
        @JsonPropertyDescription(
                "Cause, as one word for programs. Ready and Available: Serving, NoPods or ScaledToZero. Accepted: Accepted,"
                        + " InvalidSpec, NameTaken or ApplyFailed. ModelReady: Loaded, Fetching (a pod downloads the model),"
                        + " Loading (a pod loads it), FetchFailed, LoadFailed (the transcriber exits), MissingClaim (the"
                        + " PersistentVolumeClaim does not exist), ModelNotReady (the TranscriptionModel is not fetched), NoPods or ScaledToZero. Progressing:"
                        + " Creating, RollingOut, Starting, Complete, Stuck, Upgrading (an upgrade of the operator replaces the pods),"
                        + " UpgradePending (other resources come first) or Paused (by annotation). EnvoyConfigured: Configured, Updating, Rejected (Envoy of a pod"
                        + " rejects its configuration), NotReported or NoPods. Degraded: AsExpected; of a pod: SecretInvalid (a Secret is missing or broken), ModelFetchFailed"
                        + " (the pod could not download the model), ImagePullFailed (the node could not pull an image),"
                        + " ContainerCrashed (a container exited unexpectedly), ContainerNotStarted (the node could not start a"
                        + " container), EnvoyRejected (Envoy of a pod rejects its configuration), Unschedulable (no node accepts a"
                        + " pod), PodEvicted (a node evicted a pod lately), PodsNotCreated (a quota or a policy rejects the pods)"
                        + " or PodsNotReady (Kubernetes reports no progress);"
                        + " of the resource: InvalidSpec (the spec has a value that this operator does not support),"
                        + " NameTaken (an object of another owner has the name), AutoscalerConflict (an autoscaler of yours sets"
                        + " the number of pods at the Deployment), AutoscalingFailed (the autoscaler cannot scale), RoutesUnavailable"
                        + " (the cluster or the rights of the operator lack what spec.routes needs), RouteNotAccepted"
                        + " (a Gateway refuses a route), ApplyFailed"
                        + " (the API server rejected an object) or ReconcileFailed. NotReconciled: the operator has not created anything yet.")
        String reason,

        @Required @JsonPropertyDescription("Cause, as a sentence for people.")
        String message,

        @Required @JsonPropertyDescription("Time at which status last changed.")
        String lastTransitionTime,

        @JsonPropertyDescription("The metadata.generation that the operator derived the condition from.")
        long observedGeneration) {}
