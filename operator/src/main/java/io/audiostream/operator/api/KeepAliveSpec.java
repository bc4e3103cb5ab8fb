package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** HTTP/2 PINGs from Envoy to its clients. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = CelRules.TIMEOUT_BELOW_INTERVAL,
        fieldPath = ".timeout",
        message = SpecMessages.KEEP_ALIVE_TIMEOUT)
public record KeepAliveSpec(
        @Default(SpecDefaults.KEEP_ALIVE_INTERVAL)
        @Size(max = SpecLimits.MAX_DURATION_LENGTH)
        @ValidationRule(
                value = CelRules.KEEP_ALIVE_INTERVAL,
                message = "must be a duration from " + SpecLimits.MIN_TIMEOUT + " to "
                        + SpecLimits.MAX_KEEP_ALIVE_INTERVAL + ", such as 10s or 5m")
        @JsonPropertyDescription("Time between two PINGs on a connection, " + SpecLimits.MIN_TIMEOUT + " to "
                + SpecLimits.MAX_KEEP_ALIVE_INTERVAL + "; default " + SpecDefaults.KEEP_ALIVE_INTERVAL
                + ".")
        @Nullable
        String interval,

        @Default(SpecDefaults.KEEP_ALIVE_TIMEOUT)
        @Size(max = SpecLimits.MAX_DURATION_LENGTH)
        @ValidationRule(
                value = CelRules.KEEP_ALIVE_TIMEOUT,
                message = "must be a duration from " + SpecLimits.MIN_KEEP_ALIVE_TIMEOUT + " to "
                        + SpecLimits.MAX_KEEP_ALIVE_TIMEOUT + ", such as 700ms or 5s")
        @JsonPropertyDescription("Time in which the client must answer a PING before Envoy closes the connection, "
                + SpecLimits.MIN_KEEP_ALIVE_TIMEOUT + " to " + SpecLimits.MAX_KEEP_ALIVE_TIMEOUT
                + " and shorter than interval; default " + SpecDefaults.KEEP_ALIVE_TIMEOUT
                + ".")
        @Nullable
        String timeout,

        @Default("" + SpecDefaults.KEEP_ALIVE_WITHOUT_CALLS)
        @JsonPropertyDescription("Whether Envoy keeps connections without a call alive. If false, Envoy closes them"
                + " after interval plus timeout. Default: " + SpecDefaults.KEEP_ALIVE_WITHOUT_CALLS
                + ".")
        @Nullable
        Boolean permitWithoutCalls) {}
