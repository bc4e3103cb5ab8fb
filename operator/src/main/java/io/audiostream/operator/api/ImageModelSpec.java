package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A model in an image, for clusters whose nodes can mount images as volumes (Kubernetes 1.33 or later). */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageModelSpec(
        @Required
        @Size(max = SpecLimits.MAX_IMAGE_LENGTH)
        @ValidationRule(value = CelRules.IS_IMAGE, message = SpecMessages.IMAGE)
        @JsonPropertyDescription("Reference of the image that contains the model. Credentials for a private registry"
                + " come from the node or from the imagePullSecrets of the service account.")
        @Nullable
        String reference,

        @Required
        @Size(max = SpecLimits.MAX_PATH_LENGTH)
        @ValidationRule(value = CelRules.IS_MODEL_PATH, message = SpecMessages.MODEL_PATH)
        @JsonPropertyDescription("Path of the model inside the image, relative and without '..': a ggml file, such as"
                + " whisper/ggml-base.bin, or the folder of a CTranslate2 model.")
        @Nullable
        String path,

        @Size(max = SpecLimits.MAX_PULL_POLICY_LENGTH)
        @ValidationRule(value = CelRules.IS_PULL_POLICY, message = SpecMessages.PULL_POLICY)
        @JsonPropertyDescription("When the kubelet pulls the image: Always, IfNotPresent or Never. Default: Always for"
                + " the tag latest or no tag, IfNotPresent otherwise.")
        @Nullable
        String pullPolicy) {}
