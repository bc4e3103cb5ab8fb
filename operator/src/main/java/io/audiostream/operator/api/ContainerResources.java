package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests and limits of one container, as they stand in the pods. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContainerResources(
        @Required @JsonPropertyDescription("Name of the container.")
        String name,

        @JsonPropertyDescription(
                "Resources that the scheduler reserves for the container, such as cpu: \"2\". Where the spec"
                        + " has a limit alone, the request equals it. Absent: none.")
        @Nullable
        Map<String, String> requests,

        @JsonPropertyDescription("Maximum resources of the container, such as memory: 2Gi. Absent: none.") @Nullable
        Map<String, String> limits) {}
