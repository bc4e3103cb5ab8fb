package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.audiostream.operator.api.ChangeEffect.Kind;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Settings of the pods. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodTemplateSpec(
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
        @ChangeEffect(Kind.RESTART)
        @Nullable
        String userIds,

        @JsonPropertyDescription("Security context of the pods: the same fields, with the same meaning, as in core/v1."
                + " All containers of a pod run as the same user, because Envoy's administration socket is open to its"
                + " owner alone. The pods always meet the restricted pod security standard.")
        @ChangeEffect(Kind.RESTART)
        @Nullable
        PodSecurityContextSpec securityContext) {}
