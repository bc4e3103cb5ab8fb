package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.audiostream.operator.api.ChangeEffect.Kind;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Authentication of calls. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "has(self.apiKeys) || has(self.jwt)", message = SpecMessages.AUTHENTICATION_METHOD)
public record AuthenticationSpec(
        @JsonPropertyDescription("Accepts API keys. If jwt is set too, a call needs either one.") @Nullable
        ApiKeysSpec apiKeys,

        @JsonPropertyDescription("Accepts JSON Web Tokens. If apiKeys is set too, a call needs either one.") @Nullable
        JwtSpec jwt,

        @Default("[\"" + SpecDefaults.OPEN_SERVICE + "\"]")
        @Size(max = SpecLimits.MAX_OPEN_SERVICES)
        @ValidationRule(value = CelRules.ARE_OPEN_SERVICES, message = SpecMessages.OPEN_SERVICES)
        @JsonPropertyDescription("What needs no authentication: health (grpc.health.v1), reflection (gRPC server"
                + " reflection) and models (GET /v1/models). Default: health. The probes /healthz and /readyz never"
                + " need it.")
        @ChangeEffect(Kind.LIVE)
        @Nullable
        List<String> open) {}
