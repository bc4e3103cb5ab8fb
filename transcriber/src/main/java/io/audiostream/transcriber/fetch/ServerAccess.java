package io.audiostream.transcriber.fetch;

import io.audiostream.transcriber.secrets.MountedSecret;
import io.audiostream.transcriber.secrets.MountedSecretConverter;
import io.audiostream.transcriber.secrets.SecretException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options that tell how the server of a model is reached: credentials, certificate authorities and proxies. */
final class ServerAccess {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

    /** A name of a header, except those that the HTTP client sets. */
    private static final String HEADER =
            "(?i)(?!(connection|content-length|expect|host|range|upgrade)$)[a-z0-9][a-z0-9_-]*";

    @Option(
            names = "--credentials",
            converter = MountedSecretConverter.class,
            paramLabel = "NAME=DIR",
            description = "Secret with credentials, and the folder with its entries.")
    private @Nullable MountedSecret credentials;

    @Option(
            names = "--credentials-header",
            paramLabel = "NAME",
            description = "Header that has the token, in place of Authorization: Bearer.")
    private @Nullable String header;

    @Option(
            names = "--s3-region",
            paramLabel = "REGION",
            description = "Signs the requests with the keys of --credentials, for a store with the API of Amazon S3.")
    private @Nullable String region;

    @Option(
            names = "--ca",
            converter = MountedSecretConverter.class,
            paramLabel = "NAME=DIR",
            description =
                    "Secret, or configmap/NAME, with certificate authorities to trust besides those of this image.")
    private @Nullable MountedSecret ca;

    @Option(names = "--ca-key", paramLabel = "KEY", description = "Entry with the authorities (default: ca.crt).")
    private String caKey = "ca.crt";

    @Option(names = "--https-proxy", paramLabel = "URL", description = "Takes precedence over HTTPS_PROXY.")
    private @Nullable String httpsProxy;

    @Option(names = "--http-proxy", paramLabel = "URL", description = "Takes precedence over HTTP_PROXY.")
    private @Nullable String httpProxy;

    @Option(names = "--no-proxy", paramLabel = "HOSTS", description = "Takes precedence over NO_PROXY.")
    private @Nullable String noProxy;

    /** Returns a client that follows no redirects. */
    HttpClient client() throws SecretException {
        var client = HttpClient.newBuilder()
                .proxy(ProxyConfig.ofEnvironment(proxies()))
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT);
        if (ca != null) {
            client.sslContext(TrustedAuthorities.with(ca, caKey));
        }
        return client.build();
    }

    /** @throws ParameterException when an option lacks another one */
    RequestAuthorization authorization(CommandLine commandLine) {
        if (credentials == null) {
            if (header != null || region != null) {
                throw new ParameterException(
                        commandLine,
                        (header != null ? "--credentials-header" : "--s3-region") + ": needs --credentials");
            }
            return RequestAuthorization.NONE;
        }
        if (header != null && !header.matches(HEADER)) {
            throw new ParameterException(
                    commandLine, "--credentials-header: '" + header + "' is not the name of a header that can be set");
        }
        if (region == null) {
            return new HttpCredentials(credentials, Optional.ofNullable(header));
        }
        if (header != null) {
            throw new ParameterException(
                    commandLine, "--credentials-header: not with --s3-region, which signs requests");
        }
        return new S3Authorization(credentials, region, InstantSource.system());
    }

    private Map<String, String> proxies() {
        var proxies = new LinkedHashMap<String, String>();
        put(proxies, "https_proxy", httpsProxy);
        put(proxies, "http_proxy", httpProxy);
        put(proxies, "no_proxy", noProxy);
        return proxies;
    }

    private static void put(Map<String, String> proxies, String variable, @Nullable String value) {
        if (value != null) {
            proxies.put(variable, value);
        }
    }
}
