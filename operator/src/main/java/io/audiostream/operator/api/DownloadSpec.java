package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How pods reach the server that they download the model from. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DownloadSpec(
        @JsonPropertyDescription("Credentials for the server of the model. The target of a redirect to another server"
                + " gets none. Default: no credentials.")
        @Nullable
        DownloadCredentialsSpec credentials,

        @JsonPropertyDescription("Certificate authorities that the server of the model, or a proxy that inspects TLS,"
                + " may have besides the public ones. Default: only the public ones.")
        @Nullable
        CaCertificatesSpec caCertificates,

        @JsonPropertyDescription("Proxies of the download. Default: none.") @Nullable
        DownloadProxySpec proxy) {}
