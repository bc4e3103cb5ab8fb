package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cross-origin requests of browsers (CORS). */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CorsSpec(
        @Required
        @Size(min = 1, max = SpecLimits.MAX_ORIGINS)
        @ValidationRule(value = CelRules.ARE_ORIGINS, message = SpecMessages.ORIGIN)
        @JsonPropertyDescription("Origins of the web pages that may call the service, at most " + SpecLimits.MAX_ORIGINS
                + ", as browsers write them: https://app.example.com or http://localhost:3000. A * in the first label"
                + " of the host stands for letters, digits and '-', such as https://*.example.com. Envoy answers"
                + " preflight requests itself.")
        @Nullable
        List<@Size(max = SpecLimits.MAX_ORIGIN_LENGTH) String> allowOrigins,

        @Default(SpecDefaults.CORS_MAX_AGE)
        @Size(max = SpecLimits.MAX_DURATION_LENGTH)
        @ValidationRule(
                value = CelRules.CORS_MAX_AGE,
                message = "must be a duration from 0s to " + SpecLimits.MAX_CORS_MAX_AGE
                        + ", such as 10m; 0s: no caching")
        @JsonPropertyDescription("Time for which a browser may cache the answer to a preflight request, 0s to "
                + SpecLimits.MAX_CORS_MAX_AGE + "; default " + SpecDefaults.CORS_MAX_AGE
                + ". Browsers apply a limit of their own, such as 2h.")
        @Nullable
        String maxAge) {}
