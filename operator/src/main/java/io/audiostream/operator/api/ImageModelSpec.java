package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A model file in an image, for clusters whose nodes can mount images as volumes (Kubernetes 1.33 or later). */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageModelSpec(
        @Required
        @Size(max = 512)
        @ValidationRule(value = CelRules.IS_IMAGE, message = CelRules.IMAGE)
        @JsonPropertyDescription("Reference of the image that holds the model file. A private registry's credentials"
                + " come from the node or from the imagePullSecrets of the service account. A change restarts the"
                + " pods.")
        @Nullable
        String reference,

        @Required
        @Size(max = 1024)
        @ValidationRule(value = CelRules.IS_INNER_PATH, message = CelRules.INNER_PATH)
        @JsonPropertyDescription("Path of the model file inside the image, relative and without '..', such as"
                + " whisper/ggml-base.bin. A change restarts the pods.")
        @Nullable
        String path,

        @Size(max = 16)
        @ValidationRule(
                value = "self in ['Always', 'IfNotPresent', 'Never']",
                message = "must be Always, IfNotPresent or Never")
        @JsonPropertyDescription("When the kubelet pulls the image: Always, IfNotPresent or Never. Left out: Always"
                + " with the tag latest or none, IfNotPresent otherwise. A change restarts the pods.")
        @Nullable
        String pullPolicy) {}
