package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** Limits of the connections to a pod and of their streams. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EnvoyLimitsSpec(
        @Min(SpecLimits.MIN_CONNECTIONS)
        @Max(SpecLimits.MAX_CONNECTIONS)
        @JsonPropertyDescription("Most connections that a pod accepts, " + SpecLimits.MIN_CONNECTIONS + " to "
                + SpecLimits.MAX_CONNECTIONS + ". Envoy closes further ones at once. Default: what the memory limit of"
                + " Envoy holds, one connection for each 32 KiB, at most 20000; 8192 with the default limit.")
        @Nullable
        Integer connections,

        @Default("" + SpecDefaults.STREAMS_PER_CONNECTION)
        @Min(SpecLimits.MIN_STREAMS_PER_CONNECTION)
        @Max(SpecLimits.MAX_STREAMS_PER_CONNECTION)
        @JsonPropertyDescription("Most streams and calls that one connection has at once, "
                + SpecLimits.MIN_STREAMS_PER_CONNECTION + " to " + SpecLimits.MAX_STREAMS_PER_CONNECTION + "; default "
                + SpecDefaults.STREAMS_PER_CONNECTION
                + ". gRPC clients delay further ones until another one has ended.")
        @Nullable
        Integer streamsPerConnection) {}
