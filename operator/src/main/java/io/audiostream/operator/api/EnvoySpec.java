package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/** The Envoy sidecar's settings. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EnvoySpec(
        @Size(max = 512)
        @ValidationRule(value = CelRules.IS_IMAGE, message = CelRules.IMAGE)
        @JsonPropertyDescription("Image of Envoy, 1.34 or later. Left out: the one that belongs to the operator's"
                + " version. A change restarts the pods.")
        @Nullable
        String image,

        @Default("{}") @JsonPropertyDescription("HTTP/2 PINGs that find dead connections of clients.") @Nullable
        KeepAliveSpec keepAlive,

        @Default("50Mi")
        @ValidationRule(value = CelRules.IS_MESSAGE_SIZE, message = CelRules.MESSAGE_SIZE)
        @JsonPropertyDescription("Largest message that a client may send, 64Ki to 1Gi, as a quantity or in bytes; a"
                + " larger one is refused with RESOURCE_EXHAUSTED. A change restarts the pods.")
        @Nullable
        Quantity maxReceiveMessageSize,

        @Default("50Mi")
        @ValidationRule(value = CelRules.IS_MESSAGE_SIZE, message = CelRules.MESSAGE_SIZE)
        @JsonPropertyDescription("Largest message that the service answers with, 64Ki to 1Gi, as a quantity or in"
                + " bytes. A change restarts the pods.")
        @Nullable
        Quantity maxSendMessageSize,

        @Default("1h")
        @Size(max = 16)
        @ValidationRule(
                value = CelRules.IS_DURATION
                        + "(duration(self) == duration('0s') || duration(self) >= duration('1s') &&"
                        + " duration(self) <= duration('24h'))",
                message = "must be a duration from 1s to 24h, such as 90s, 5m or 1h, or 0s to turn it off")
        @JsonPropertyDescription("How long a stream may be silent in both directions before it is ended, 1s to 24h;"
                + " 0s: for ever. A change is live: it holds for the streams that begin after it.")
        @Nullable
        String streamIdleTimeout,

        @Default("30s")
        @Size(max = 16)
        @ValidationRule(
                value = CelRules.IS_DURATION + "duration(self) >= duration('1s') && duration(self) <= duration('1h')",
                message = "must be a duration from 1s to 1h, such as 30s or 5m")
        @JsonPropertyDescription("How long a call that sends one recording may take, 1s to 1h; then it ends with"
                + " DEADLINE_EXCEEDED. Streams are not held to it. A change restarts the pods.")
        @Nullable
        String requestTimeout) {}
