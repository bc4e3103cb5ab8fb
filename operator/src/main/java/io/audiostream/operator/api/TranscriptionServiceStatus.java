package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Observed state. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TranscriptionServiceStatus(
        @JsonPropertyDescription("The metadata.generation that the operator derived this status from. A value below"
                + " metadata.generation means that the operator has not processed the last change yet.")
        @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Ready: the service accepts streams. Accepted: the spec is valid and the API server"
                + " permits its objects. ModelReady: a pod has loaded the model. Available: at least one pod serves."
                + " Progressing: Kubernetes is creating or replacing pods. EnvoyConfigured: Envoy of every ready pod has the current configuration. Degraded: the service"
                + " has a problem that needs attention.")
        @Nullable
        List<ServiceCondition> conditions,

        @JsonPropertyDescription("Address for clients inside the cluster, HOST:PORT, for gRPC and HTTP.") @Nullable
        String endpoint,

        @StatusReplicas @JsonPropertyDescription("Number of pods, ready or not, of any version.") @Nullable
        Integer replicas,

        @JsonPropertyDescription("Number of ready pods.") @Nullable
        Integer readyReplicas,

        @LabelSelector @JsonPropertyDescription("Selects the pods, for autoscalers that scale this resource.") @Nullable
        String selector,

        @JsonPropertyDescription("The operator that looks after this resource, as NAMESPACE/NAME of its Lease. Other"
                + " operators keep off while the Lease is renewed.")
        @Nullable
        String operator,

        @JsonPropertyDescription("Streams and calls that the ready pods serve at once: the sum of their slots.")
        @Nullable
        Integer capacity,

        @JsonPropertyDescription("Slots in use in the ready pods, some seconds ago. Absent while a ready pod has not"
                + " reported its slots, which the operator reads from port 8001 at /statusz.")
        @Nullable
        Integer streams,

        @JsonPropertyDescription("Name of the model in responses and logs.") @Nullable
        String model,

        @JsonPropertyDescription("Inference engine of the ready pods, with its version, such as \"CTranslate2 4.8.4\"."
                + " Absent while no pod has reported it.")
        @Nullable
        String engine,

        @JsonPropertyDescription("Envoy's configuration and its progress through the pods.") @Nullable
        EnvoyStatus envoy,

        @JsonPropertyDescription("Version of the operator that changed the pods last. An upgrade of the operator that"
                + " changes no pods leaves it.")
        @Nullable
        String version,

        @JsonPropertyDescription("Requests and limits of every container of the pods, in the order in which they start,"
                + " with defaults filled in. Those of the transcriber that spec.resources leaves out are derived from the"
                + " model and slots. Absent until the operator has created the pods.")
        @Nullable
        List<ContainerResources> resources,

        @JsonPropertyDescription(
                "SHA-256 of the weights of the model: that of the preset, of spec.model.sha256 or of the"
                        + " TranscriptionModel, which the pods, or the fetch, have verified. Absent for a volume or an image without"
                        + " sha256.")
        @Nullable
        String modelSha256,

        @JsonPropertyDescription("Images that the ready pods run, as their nodes resolved them: different ones of a"
                + " container during a rollout, or where a tag has moved. Absent while no pod is ready.")
        @Nullable
        List<ContainerImage> images,

        @JsonPropertyDescription("State of the HorizontalPodAutoscaler. Absent without spec.autoscaling, and until the"
                + " autoscaler has measured for the first time.")
        @Nullable
        AutoscalingStatus autoscaling) {

    /** This status with other conditions. */
    public TranscriptionServiceStatus withConditions(List<ServiceCondition> changed) {
        return new TranscriptionServiceStatus(
                observedGeneration,
                changed,
                endpoint,
                replicas,
                readyReplicas,
                selector,
                operator,
                capacity,
                streams,
                model,
                engine,
                envoy,
                version,
                resources,
                modelSha256,
                images,
                autoscaling);
    }
}
