package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** API keys of callers. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiKeysSpec(
        @Required
        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.SECRET_NAME)
        @JsonPropertyDescription("Name of the Secret with the keys. Each entry is a caller: its key is the caller's"
                + " name, its value the API key, at least 16 characters, or sha256: and the 64 hex digits of the API"
                + " key's SHA-256. Clients send the API key in the header authorization, as Bearer KEY, or x-api-key."
                + " The pods mount the Secret; the operator does not read it. A changed entry needs no restart.")
        @Nullable
        String secretName) {}
