package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where traces go. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TracingSpec(
        @Required
        @Size(max = 2048)
        @ValidationRule(
                value = "self.matches('" + Patterns.HTTP_ADDRESS + "')",
                message = "must be the address of a collector that takes OTLP over HTTP, such as http://collector:4318")
        @JsonPropertyDescription("Address of an OpenTelemetry collector that takes OTLP over HTTP, without /v1/traces."
                + " A change restarts the pods.")
        @Nullable
        String endpoint,

        @Default("100")
        @Min(0)
        @Max(100)
        @JsonPropertyDescription(
                "Share of the streams and calls that are traced, in percent, 0 to 100, where the caller"
                        + " has not decided already. A change restarts the pods.")
        @Nullable
        Integer samplingPercentage) {}
