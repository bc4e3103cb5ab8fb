package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** An image that ready pods run. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContainerImage(
        @Required @JsonPropertyDescription("Name of the container: envoy or transcriber.")
        String container,

        @JsonPropertyDescription("Name of the image, as the node reports it.") @Nullable
        String image,

        @Required
        @JsonPropertyDescription("The image that the node resolved the name to, mostly with its digest, such as"
                + " ghcr.io/audiostream/transcriber@sha256:0123… A node that got the image in another way than from a"
                + " registry reports another id.")
        String imageID) {}
