package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of the pod that fetches a model: those of {@link PodTemplateSpec} that concern a pod that ends. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelPodTemplateSpec(
        @JsonPropertyDescription("Labels and annotations of the pod.") @Nullable
        MetadataSpec metadata,

        @Size(max = SpecLimits.MAX_WORD_LENGTH)
        @ValidationRule(value = CelRules.IS_USER_IDS, message = SpecMessages.USER_IDS)
        @JsonPropertyDescription(
                "Who chooses the user, the group and the fsGroup that securityContext leaves out. Fixed:"
                        + " the operator writes " + SpecDefaults.USER_ID
                        + " for each. Platform: the cluster or the image does."
                        + " Default: the setting of the operator, userIds of its chart.")
        @Nullable
        String userIds,

        @JsonPropertyDescription("Security context of the pod, whose user must be able to write to the claim: the same"
                + " fields, with the same meaning, as in core/v1.")
        @Nullable
        PodSecurityContextSpec securityContext,

        @Size(max = SpecLimits.MAX_METADATA)
        @ValidationRule(value = CelRules.SELECTS_LINUX, message = SpecMessages.NODE_OS)
        @JsonPropertyDescription("Labels that a node must have for the pod to run there, such as disk: ssd, in addition"
                + " to kubernetes.io/os: linux. Default: none.")
        @Nullable
        Map<String, String> nodeSelector,

        @CoreObject
        @Size(max = SpecLimits.MAX_ADDITIONS)
        @JsonPropertyDescription("Taints of nodes that the pod tolerates, at most " + SpecLimits.MAX_ADDITIONS
                + ": the same fields as tolerations of a pod in core/v1. Default: none.")
        @Nullable
        List<Map<String, Object>> tolerations,

        @CoreObject
        @JsonPropertyDescription(
                "Rules for the node of the pod: the same fields as affinity of a pod in core/v1. Unless spec.image is set,"
                        + " the operator adds kubernetes.io/arch In [amd64, arm64], the processors of the default image, to"
                        + " each required nodeSelectorTerm that names no processor. A nodeSelector with kubernetes.io/arch"
                        + " replaces that. Default: the processors alone.")
        @Nullable
        Map<String, Object> affinity,

        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.PRIORITY_CLASS)
        @JsonPropertyDescription("PriorityClass of the pod. Default: the cluster's.")
        @Nullable
        String priorityClassName,

        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.RUNTIME_CLASS)
        @JsonPropertyDescription("RuntimeClass of the pod. Default: the runtime of the node.")
        @Nullable
        String runtimeClassName,

        @CoreObject(keys = "name", required = "name")
        @Size(max = SpecLimits.MAX_ADDITIONS)
        @ValidationRule(value = CelRules.ARE_SECRETS, message = SpecMessages.SECRET_NAME)
        @JsonPropertyDescription("Secrets in this namespace with credentials for the registry of the image, each as"
                + " name: SECRET, at most " + SpecLimits.MAX_ADDITIONS + ". Default: those of the service account.")
        @Nullable
        List<Map<String, Object>> imagePullSecrets,

        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.SERVICE_ACCOUNT)
        @JsonPropertyDescription("ServiceAccount of the pod. Its token is not mounted. Default: default.")
        @Nullable
        String serviceAccountName) {

    /** Returns the same settings as those of a pod that serves. */
    public PodTemplateSpec ofService() {
        return new PodTemplateSpec(
                metadata,
                userIds,
                securityContext,
                nodeSelector,
                tolerations,
                affinity,
                null,
                priorityClassName,
                runtimeClassName,
                imagePullSecrets,
                serviceAccountName,
                null,
                null,
                null);
    }
}
