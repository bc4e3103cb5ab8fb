package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.audiostream.operator.api.ChangeEffect.Kind;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** TLS of the endpoint. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TlsSpec(
        @Required
        @Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH)
        @ValidationRule(value = CelRules.IS_OBJECT_NAME, message = SpecMessages.SECRET_NAME)
        @JsonPropertyDescription("Name of the Secret with the certificate of the endpoint, as cert-manager creates it:"
                + " tls.crt (the certificate and its chain) and tls.key, both in PEM. The pods mount the Secret; the"
                + " operator does not read it. A renewed certificate needs no restart.")
        @Nullable
        String secretName,

        @Default(SpecDefaults.TLS_MIN_VERSION)
        @Size(max = SpecLimits.MAX_WORD_LENGTH)
        @ValidationRule(value = CelRules.IS_TLS_VERSION, message = SpecMessages.TLS_VERSION)
        @JsonPropertyDescription("Lowest version of TLS that a client may use: TLSv1.2 or TLSv1.3; default "
                + SpecDefaults.TLS_MIN_VERSION + ".")
        @ChangeEffect(Kind.DRAIN)
        @Nullable
        String minVersion,

        @JsonPropertyDescription(
                "Verifies certificates of clients (mutual TLS). Default: Envoy asks clients for no certificate.")
        @Nullable
        ClientCertificatesSpec clientCertificates) {}
