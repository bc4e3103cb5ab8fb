package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Limits of new calls per pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.requestsPerSecond) || has(self.requestsPerSecondPerCaller)",
        message = SpecMessages.RATE_LIMIT)
@ValidationRule(
        value = "!has(self.burst) || has(self.requestsPerSecond)",
        fieldPath = ".burst",
        message = SpecMessages.BURST)
@ValidationRule(
        value = "!has(self.burstPerCaller) || has(self.requestsPerSecondPerCaller)",
        fieldPath = ".burstPerCaller",
        message = SpecMessages.BURST_PER_CALLER)
public record RateLimitSpec(
        @Min(SpecLimits.MIN_RATE)
        @Max(SpecLimits.MAX_RATE)
        @JsonPropertyDescription("New calls that a pod accepts per second from all callers together. Further calls get"
                + " RESOURCE_EXHAUSTED, or HTTP 429. Default: no limit.")
        @Nullable
        Integer requestsPerSecond,

        @Min(SpecLimits.MIN_RATE)
        @Max(SpecLimits.MAX_RATE)
        @JsonPropertyDescription("New calls that a pod accepts at once after a pause. Default: requestsPerSecond.")
        @Nullable
        Integer burst,

        @Min(SpecLimits.MIN_RATE)
        @Max(SpecLimits.MAX_RATE)
        @JsonPropertyDescription("New calls that a pod accepts per second from each caller. A caller is the name of an"
                + " API key, the subject of a token or of a client certificate. Default: no limit.")
        @Nullable
        Integer requestsPerSecondPerCaller,

        @Min(SpecLimits.MIN_RATE)
        @Max(SpecLimits.MAX_RATE)
        @JsonPropertyDescription("New calls that a pod accepts at once from one caller after a pause. Default:"
                + " requestsPerSecondPerCaller.")
        @Nullable
        Integer burstPerCaller) {}
