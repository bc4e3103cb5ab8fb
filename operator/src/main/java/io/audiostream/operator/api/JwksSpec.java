package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.audiostream.operator.api.ChangeEffect.Kind;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Source of a JSON Web Key Set. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "[has(self.inline), has(self.secretName), has(self.uri)].filter(given, given).size() == 1",
        message = SpecMessages.ONE_JWKS_SOURCE)
@ValidationRule(
        value = "has(self.key) == has(self.secretName) || has(self.inline) || has(self.uri)",
        fieldPath = ".key",
        message = SpecMessages.JWKS_KEY)
public record JwksSpec(
        @Size(max = SpecLimits.MAX_JWKS_LENGTH)
        @ValidationRule(value = CelRules.IS_JWKS, message = SpecMessages.JWKS_INLINE)
        @JsonPropertyDescription("The key set itself, in JSON.")
        @ChangeEffect(Kind.DRAIN)
        @Nullable
        String inline,

        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.SECRET_NAME)
        @JsonPropertyDescription("Name of a Secret that has the key set. The pods mount it; the operator does not read"
                + " it. A changed Secret needs no restart.")
        @Nullable
        String secretName,

        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_SECRET_KEY, message = SpecMessages.SECRET_KEY)
        @JsonPropertyDescription("Key of the Secret's entry, such as jwks.json. Required with secretName.")
        @Nullable
        String key,

        @Size(max = SpecLimits.MAX_URI_LENGTH)
        @ValidationRule(value = CelRules.IS_HTTPS_ADDRESS, message = SpecMessages.JWKS_URI)
        @JsonPropertyDescription("Address of the key set, https://. Envoy fetches it every 5 minutes, and verifies the"
                + " server with the certificate authorities in its image.")
        @ChangeEffect(Kind.DRAIN)
        @Nullable
        String uri) {}
