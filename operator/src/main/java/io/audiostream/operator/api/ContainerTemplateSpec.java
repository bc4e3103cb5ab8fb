package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Additions to a container of the operator. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContainerTemplateSpec(
        @CoreObject(keys = "name", required = "name")
        @Size(max = SpecLimits.MAX_ADDITIONS)
        @ValidationRule(value = CelRules.ARE_OTHER_VARIABLES, message = SpecMessages.RESERVED_VARIABLE)
        @JsonPropertyDescription(
                "Environment variables, at most " + SpecLimits.MAX_ADDITIONS + ": the same fields as env of"
                        + " a container in core/v1, with value or valueFrom, which can name a key of a Secret or ConfigMap."
                        + " Default: none.")
        @Nullable
        List<Map<String, Object>> env,

        @CoreObject(
                keys = "mountPath",
                required = {"mountPath", "name"})
        @Size(max = SpecLimits.MAX_ADDITIONS)
        @ValidationRule(value = CelRules.ARE_OTHER_MOUNTS, message = SpecMessages.MOUNT_PATHS)
        @JsonPropertyDescription("Mounts of the volumes in template.pod.volumes, at most " + SpecLimits.MAX_ADDITIONS
                + ": the same fields as volumeMounts of a container in core/v1. Default: none.")
        @Nullable
        List<Map<String, Object>> volumeMounts,

        @CoreObject
        @JsonPropertyDescription(
                "Security context of the container, and for transcriberContainer of the init containers"
                        + " with the same image: the same fields as securityContext of a container in core/v1, such as"
                        + " seccompProfile, appArmorProfile or seLinuxOptions. It adds to that of the operator: a read-only root"
                        + " file system, unless readOnlyRootFilesystem is false, no capabilities and no privilege escalation."
                        + " template.pod.securityContext has the user and groups. Default: none.")
        @Nullable
        Map<String, Object> securityContext) {}
