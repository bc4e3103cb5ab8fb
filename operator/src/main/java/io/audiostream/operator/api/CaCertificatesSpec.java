package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Certificate authorities in a ConfigMap or Secret. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "has(self.configMapName) != has(self.secretName)", message = SpecMessages.ONE_CA_SOURCE)
public record CaCertificatesSpec(
        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.CONFIG_MAP_NAME)
        @JsonPropertyDescription("Name of a ConfigMap in the resource's namespace, such as one that trust-manager or"
                + " OpenShift fills. Exactly one of configMapName and secretName.")
        @Nullable
        String configMapName,

        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.SECRET_NAME)
        @JsonPropertyDescription("Name of a Secret in the resource's namespace, such as one of cert-manager.")
        @Nullable
        String secretName,

        @Default(SpecDefaults.CA_KEY)
        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_SECRET_KEY, message = SpecMessages.CA_KEY)
        @JsonPropertyDescription(
                "Key of the entry that has the certificates, in PEM; default " + SpecDefaults.CA_KEY + ".")
        @Nullable
        String key) {}
