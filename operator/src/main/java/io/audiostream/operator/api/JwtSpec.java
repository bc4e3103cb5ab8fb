package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.audiostream.operator.api.ChangeEffect.Kind;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON Web Tokens that Envoy accepts. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JwtSpec(
        @Required
        @Size(max = SpecLimits.MAX_URI_LENGTH)
        @ValidationRule(value = CelRules.IS_NOT_EMPTY, message = SpecMessages.JWT_ISSUER)
        @JsonPropertyDescription("The issuer of the tokens: the exact value of their claim iss, such as"
                + " https://login.example.com/.")
        @ChangeEffect(Kind.DRAIN)
        @Nullable
        String issuer,

        @Required
        @Size(max = SpecLimits.MAX_AUDIENCES)
        @ValidationRule(value = CelRules.ARE_AUDIENCES, message = SpecMessages.JWT_AUDIENCES)
        @JsonPropertyDescription("Audiences of this service. The claim aud of a token must have at least one of them.")
        @ChangeEffect(Kind.DRAIN)
        @Nullable
        List<String> audiences,

        @Required
        @JsonPropertyDescription("The public keys (JSON Web Key Set, RFC 7517) that verify the signatures.")
        @Nullable
        JwksSpec jwks) {}
