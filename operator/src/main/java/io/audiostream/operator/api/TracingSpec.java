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

/** Export of traces to a collector. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TracingSpec(
        @Required
        @Size(max = SpecLimits.MAX_URI_LENGTH)
        @ValidationRule(
                value = "self.matches('" + Patterns.HTTP_ADDRESS + "')",
                message = SpecMessages.TRACING_ENDPOINT)
        @JsonPropertyDescription(
                "Address of an OpenTelemetry collector that accepts OTLP over HTTP, without" + " /v1/traces.")
        @Nullable
        String endpoint,

        @Default("" + SpecDefaults.SAMPLING_PERCENT)
        @Min(SpecLimits.MIN_SAMPLING_PERCENT)
        @Max(SpecLimits.MAX_SAMPLING_PERCENT)
        @JsonPropertyDescription("Share of streams and calls that the transcriber traces, in percent, "
                + SpecLimits.MIN_SAMPLING_PERCENT + " to " + SpecLimits.MAX_SAMPLING_PERCENT + "; default "
                + SpecDefaults.SAMPLING_PERCENT + ". A sampling decision of the caller takes precedence.")
        @Nullable
        Integer samplingPercentage) {}
