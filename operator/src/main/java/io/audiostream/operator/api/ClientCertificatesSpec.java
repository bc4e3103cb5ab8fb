package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Certificates of clients. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClientCertificatesSpec(
        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.SECRET_NAME)
        @JsonPropertyDescription("Name of the Secret whose ca.crt has the certificates, in PEM, of the authorities that"
                + " issue certificates to clients. Default: the Secret of tls.secretName. A renewed ca.crt needs no"
                + " restart.")
        @Nullable
        String caSecretName,

        @Default(SpecDefaults.CLIENT_CERTIFICATE_MODE)
        @Size(max = SpecLimits.MAX_WORD_LENGTH)
        @ValidationRule(value = CelRules.IS_CLIENT_CERTIFICATE_MODE, message = SpecMessages.CLIENT_CERTIFICATE_MODE)
        @JsonPropertyDescription("Required: Envoy refuses the connection of a client without a certificate. Optional: a"
                + " client may send none; Envoy refuses only one that it cannot verify. Default: "
                + SpecDefaults.CLIENT_CERTIFICATE_MODE + ".")
        @Nullable
        String mode) {}
