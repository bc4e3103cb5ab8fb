package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Envoy's configuration and its progress through the pods. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EnvoyStatus(
        @JsonPropertyDescription(
                "Name of the ConfigMap that new pods mount. It ends with a hash of Envoy's bootstrap and"
                        + " listeners.")
        @Nullable
        String configMap,

        @JsonPropertyDescription("Hash of the routes and clusters, which Envoy reloads without a restart.") @Nullable
        String version,

        @JsonPropertyDescription("Hash of the pod template without the name of the ConfigMap.") @Nullable
        String podTemplate,

        @JsonPropertyDescription(
                "Effect of the last change on the pods: Live (no pod is replaced), Drain (Envoy's listener"
                        + " changed) or Restart (a container changed). Absent until the first change.")
        @Nullable
        String lastChange,

        @JsonPropertyDescription("Number of ready pods in which Envoy has accepted the current configuration.")
        @Nullable
        Integer updatedPods,

        @JsonPropertyDescription("Number of ready pods.") @Nullable
        Integer pods) {}
