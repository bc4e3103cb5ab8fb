package io.audiostream.transcriber;

import io.audiostream.transcriber.auth.AuthorizationConfig;
import io.audiostream.transcriber.http.HttpServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code serve} that configure who may call. */
final class AuthorizationOptions {

    @Option(
            names = "--authorization-port",
            paramLabel = "PORT",
            description = "Port on 127.0.0.1 where the Envoy in front of this server has calls authorized, 0 for any"
                    + " free one (default: none; this server itself authenticates no call).")
    private @Nullable Integer port;

    @Option(
            names = "--api-keys",
            paramLabel = "DIR",
            description = "Folder of the accepted API keys: the name of each file is a caller, its content the key, or"
                    + " sha256: and the key's SHA-256. A change applies to the next call (default: no keys).")
    private @Nullable Path apiKeys;

    @Option(names = "--accept-jwt", description = "Accept tokens that the Envoy in front of this server has verified.")
    private boolean acceptsJwt;

    @Option(
            names = "--jwks",
            paramLabel = "FILE",
            description = "JSON Web Key Set that this server passes on to its Envoy (default: none).")
    private @Nullable Path jwks;

    @Option(
            names = "--slots-per-caller",
            paramLabel = "N",
            description = "Slots that one caller may use at once, as Envoy names it (default: all).")
    private @Nullable Integer slotsPerCaller;

    /** @throws IllegalArgumentException if an option has an invalid value */
    Optional<AuthorizationConfig> authorization() {
        if (port == null) {
            ServerOptions.require(
                    apiKeys == null && jwks == null && !acceptsJwt,
                    "--authorization-port: is missing; --api-keys, --accept-jwt and --jwks need it");
            return Optional.empty();
        }
        ServerOptions.requirePort("--authorization-port", port, HttpServerConfig.MAX_PORT);
        ServerOptions.require(
                apiKeys == null || Files.isDirectory(apiKeys),
                "--api-keys: there is no folder " + apiKeys + "; it has one file for each caller");
        ServerOptions.require(jwks == null || Files.isRegularFile(jwks), "--jwks: there is no file " + jwks);
        return Optional.of(
                new AuthorizationConfig(port, Optional.ofNullable(apiKeys), acceptsJwt, Optional.ofNullable(jwks)));
    }

    /** @throws IllegalArgumentException if the option has an invalid value */
    int slotsPerCaller() {
        ServerOptions.require(
                slotsPerCaller == null || slotsPerCaller >= 1,
                "--slots-per-caller: " + slotsPerCaller + " is out of range, at least 1");
        return slotsPerCaller == null ? Integer.MAX_VALUE : slotsPerCaller;
    }
}
