package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** HTTP/2 PINGs between Envoy and its clients. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = CelRules.TIMEOUT_BELOW_INTERVAL,
        fieldPath = ".timeout",
        message = "must be shorter than keepAlive.interval: a PING must be answered before the next one is sent")
public record KeepAliveSpec(
        @Default("10s")
        @Size(max = 16)
        @ValidationRule(
                value = CelRules.IS_DURATION + "duration(self) >= duration('1s') && duration(self) <= duration('1h')",
                message = "must be a duration from 1s to 1h, such as 10s or 5m")
        @JsonPropertyDescription("Time between two PINGs on a connection, 1s to 1h. A change drains: new"
                + " connections get it at once, old ones run on for up to 10 minutes.")
        @Nullable
        String interval,

        @Default("5s")
        @Size(max = 16)
        @ValidationRule(
                value = CelRules.IS_DURATION
                        + "duration(self) >= duration('100ms') && duration(self) <= duration('10m')",
                message = "must be a duration from 100ms to 10m, such as 700ms or 5s")
        @JsonPropertyDescription("How long a PING may go unanswered before the connection is closed, 100ms to 10m and"
                + " shorter than interval. A change drains, as with interval.")
        @Nullable
        String timeout,

        @Default("true")
        @JsonPropertyDescription("Whether connections without a call are kept alive too; if not, they are closed after"
                + " interval and timeout. A change drains, as with interval.")
        @Nullable
        Boolean permitWithoutCalls) {}
