package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of the pods. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodTemplateSpec(
        @JsonPropertyDescription("Labels and annotations of the pods.") @Nullable
        MetadataSpec metadata,

        @Size(max = SpecLimits.MAX_WORD_LENGTH)
        @ValidationRule(value = CelRules.IS_USER_IDS, message = SpecMessages.USER_IDS)
        @JsonPropertyDescription(
                "Who chooses the user, the group and the fsGroup that securityContext leaves out. Fixed:"
                        + " the operator writes " + SpecDefaults.USER_ID
                        + " for each. Platform: the operator writes none. An"
                        + " admission plugin sets them, such as the security context constraints of OpenShift, or else the image"
                        + " does. Without an fsGroup the claim of model.cache must be writable for the user that the platform"
                        + " chooses, and the files of Secrets are readable for every user in the pod. Default: the setting of the"
                        + " operator, userIds of its chart, which is Fixed unless the administrator changed it.")
        @Nullable
        String userIds,

        @JsonPropertyDescription("Security context of the pods: the same fields, with the same meaning, as in core/v1."
                + " All containers of a pod run as the same user, because Envoy's administration socket is open to its"
                + " owner alone. The pods always meet the restricted pod security standard.")
        @Nullable
        PodSecurityContextSpec securityContext,

        @Size(max = SpecLimits.MAX_METADATA)
        @ValidationRule(value = CelRules.SELECTS_LINUX, message = SpecMessages.NODE_OS)
        @JsonPropertyDescription(
                "Labels that a node must have for the pods to run there, such as disk: ssd, in addition to"
                        + " kubernetes.io/os: linux. Default: none.")
        @Nullable
        Map<String, String> nodeSelector,

        @CoreObject
        @Size(max = SpecLimits.MAX_ADDITIONS)
        @JsonPropertyDescription("Taints of nodes that the pods tolerate, at most " + SpecLimits.MAX_ADDITIONS
                + ": the same fields as tolerations of a pod in core/v1. Default: none.")
        @Nullable
        List<Map<String, Object>> tolerations,

        @CoreObject
        @JsonPropertyDescription(
                "Rules for the nodes and for the pods beside which the pods run: the same fields as affinity"
                        + " of a pod in core/v1, nodeAffinity, podAffinity and podAntiAffinity. Unless spec.image and"
                        + " spec.envoy.image are both set, the operator adds kubernetes.io/arch In [amd64, arm64], the"
                        + " processors of the default images, to each required nodeSelectorTerm that names no processor."
                        + " A nodeSelector with kubernetes.io/arch replaces that. Default: the processors alone.")
        @Nullable
        Map<String, Object> affinity,

        @CoreObject(
                keys = {"topologyKey", "whenUnsatisfiable"},
                required = {"topologyKey", "whenUnsatisfiable"})
        @Size(max = SpecLimits.MAX_ADDITIONS)
        @JsonPropertyDescription(
                "How the scheduler spreads the pods, at most " + SpecLimits.MAX_ADDITIONS + ": the same fields"
                        + " as topologySpreadConstraints of a pod in core/v1. A labelSelector that is left out selects the pods of"
                        + " this resource. An empty list turns the spread off. Default: over nodes and zones with a maxSkew of 1, as"
                        + " far as there is room (ScheduleAnyway).")
        @Nullable
        List<Map<String, Object>> topologySpreadConstraints,

        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.PRIORITY_CLASS)
        @JsonPropertyDescription(
                "PriorityClass of the pods: the scheduler evicts pods of lower classes if there is no room."
                        + " Default: the cluster's.")
        @Nullable
        String priorityClassName,

        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.RUNTIME_CLASS)
        @JsonPropertyDescription("RuntimeClass of the pods, such as nvidia. Default: the runtime of the node.")
        @Nullable
        String runtimeClassName,

        @CoreObject(keys = "name", required = "name")
        @Size(max = SpecLimits.MAX_ADDITIONS)
        @ValidationRule(value = CelRules.ARE_SECRETS, message = SpecMessages.SECRET_NAME)
        @JsonPropertyDescription(
                "Secrets in this namespace with credentials for registries, each as name: SECRET, at most "
                        + SpecLimits.MAX_ADDITIONS + ". Default: those of the service account.")
        @Nullable
        List<Map<String, Object>> imagePullSecrets,

        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.SERVICE_ACCOUNT)
        @JsonPropertyDescription(
                "ServiceAccount of the pods, such as one that a cloud grants access to storage. Its token is"
                        + " not mounted. Default: one without rights, with the name of the resource.")
        @Nullable
        String serviceAccountName,

        @CoreObject(
                keys = "name",
                required = {"image", "name"})
        @Size(max = SpecLimits.MAX_ADDITIONS)
        @ValidationRule(value = CelRules.ARE_OTHER_CONTAINERS, message = SpecMessages.RESERVED_CONTAINER)
        @JsonPropertyDescription(
                "Init containers that run before those of the operator, at most " + SpecLimits.MAX_ADDITIONS
                        + ": the same fields as initContainers of a pod in core/v1. One with restartPolicy Always is a sidecar that"
                        + " starts before Envoy. Default: none.")
        @Nullable
        List<Map<String, Object>> initContainers,

        @CoreObject(
                keys = "name",
                required = {"image", "name"})
        @Size(max = SpecLimits.MAX_ADDITIONS)
        @ValidationRule(value = CelRules.ARE_OTHER_CONTAINERS, message = SpecMessages.RESERVED_CONTAINER)
        @JsonPropertyDescription(
                "Containers beside the transcriber, at most " + SpecLimits.MAX_ADDITIONS + ": the same fields"
                        + " as containers of a pod in core/v1. They must meet the restricted pod security standard, whose settings"
                        + " the operator fills in. Default: none.")
        @Nullable
        List<Map<String, Object>> containers,

        @CoreObject(keys = "name", required = "name")
        @Size(max = SpecLimits.MAX_ADDITIONS)
        @ValidationRule(value = CelRules.ARE_OTHER_VOLUMES, message = SpecMessages.RESERVED_VOLUME)
        @JsonPropertyDescription("Volumes that containers can mount, at most " + SpecLimits.MAX_ADDITIONS
                + ": the same fields" + " as volumes of a pod in core/v1, except hostPath. Default: none.")
        @Nullable
        List<Map<String, Object>> volumes) {}
