package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Proxies between the pods and the server of a model. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "has(self.httpsProxy) || has(self.httpProxy)", message = SpecMessages.PROXY_MISSING)
public record DownloadProxySpec(
        @Size(max = SpecLimits.MAX_URI_LENGTH)
        @ValidationRule(value = "self.matches('" + Patterns.PROXY + "')", message = SpecMessages.PROXY)
        @JsonPropertyDescription("Proxy for https:// addresses, such as http://proxy.example.com:3128. Proxies that"
                + " demand a user and a password are not supported.")
        @Nullable
        String httpsProxy,

        @Size(max = SpecLimits.MAX_URI_LENGTH)
        @ValidationRule(value = "self.matches('" + Patterns.PROXY + "')", message = SpecMessages.PROXY)
        @JsonPropertyDescription("Proxy for http:// addresses.")
        @Nullable
        String httpProxy,

        @Size(max = SpecLimits.MAX_NO_PROXY)
        @ValidationRule(
                value = "self.all(host, host.matches('" + Patterns.NO_PROXY + "'))",
                message = SpecMessages.NO_PROXY)
        @JsonPropertyDescription("Hosts and domains that the pods reach without a proxy, such as .cluster.local, or *"
                + " for all. A domain includes the hosts below it. Address ranges are not supported.")
        @Nullable
        List<@Size(max = SpecLimits.MAX_OBJECT_NAME_LENGTH) String> noProxy) {}
