package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** User and groups of a pod's containers: the same fields, with the same meaning, as in core/v1. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodSecurityContextSpec(
        @Max(SpecLimits.MAX_ID)
        @ValidationRule(value = CelRules.IS_NOT_ROOT, message = SpecMessages.NOT_ROOT)
        @JsonPropertyDescription("User of all containers, 1 to " + SpecLimits.MAX_ID + ". The images run as any user."
                + " Default: see userIds.")
        @Nullable
        Integer runAsUser,

        @Min(0)
        @Max(SpecLimits.MAX_ID)
        @JsonPropertyDescription(
                "Primary group of all containers, 0 to " + SpecLimits.MAX_ID + ". Default: see userIds.")
        @Nullable
        Integer runAsGroup,

        @Min(0)
        @Max(SpecLimits.MAX_ID)
        @JsonPropertyDescription("Supplementary group of all containers, 0 to " + SpecLimits.MAX_ID + ", to which"
                + " Kubernetes gives the files of Secrets and claims. Default: see userIds.")
        @Nullable
        Integer fsGroup,

        @Size(max = SpecLimits.MAX_WORD_LENGTH)
        @ValidationRule(value = CelRules.IS_FS_GROUP_CHANGE_POLICY, message = SpecMessages.FS_GROUP_CHANGE_POLICY)
        @JsonPropertyDescription("When Kubernetes changes the group of the files of a claim at the start of a pod:"
                + " OnRootMismatch or Always. Default: " + SpecDefaults.FS_GROUP_CHANGE_POLICY + ".")
        @Nullable
        String fsGroupChangePolicy,

        @Size(max = SpecLimits.MAX_SUPPLEMENTAL_GROUPS)
        @ValidationRule(value = CelRules.ARE_GROUPS, message = SpecMessages.GROUPS)
        @JsonPropertyDescription("Further groups of all containers, at most " + SpecLimits.MAX_SUPPLEMENTAL_GROUPS
                + ", such as the group that may read a shared file system. Default: none.")
        @Nullable
        List<Long> supplementalGroups) {}
