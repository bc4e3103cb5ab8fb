package io.audiostream.transcriber.auth;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Checks the mounted Secrets before Envoy starts with them. */
@Command(
        name = "check-secrets",
        description = {
            "Checks that mounted Secrets exist and can be used.",
            "Fails with a message that names the Secret and the mistake."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CheckSecretsCommand implements Callable<Integer> {

    @Option(
            names = "--tls",
            converter = SecretConverter.class,
            paramLabel = "NAME=DIR",
            description = "Secret with a certificate and its key, tls.crt and tls.key.")
    private @Nullable MountedSecret tls;

    @Option(
            names = "--client-ca",
            converter = SecretConverter.class,
            paramLabel = "NAME=DIR",
            description = "Secret with the authorities of client certificates, ca.crt.")
    private @Nullable MountedSecret clientCa;

    @Option(
            names = "--api-keys",
            converter = SecretConverter.class,
            paramLabel = "NAME=DIR",
            description = "Secret with API keys.")
    private @Nullable MountedSecret apiKeys;

    @Option(
            names = "--jwks",
            converter = SecretConverter.class,
            paramLabel = "NAME=DIR",
            description = "Secret with a JSON Web Key Set.")
    private @Nullable MountedSecret jwks;

    @Option(names = "--jwks-key", paramLabel = "KEY", description = "Entry of the key set (default: jwks.json).")
    private String jwksKey = "jwks.json";

    @Override
    public Integer call() throws SecretException {
        if (tls != null) {
            CertificateCheck.checkPair(tls);
        }
        if (clientCa != null) {
            CertificateCheck.checkAuthorities(clientCa);
        }
        if (apiKeys != null) {
            apiKeys.check();
            if (new ApiKeys(apiKeys.folder()).isEmpty()) {
                throw apiKeys.failure("has no valid API key: each entry is a caller, its value a key of at least %d"
                                .formatted(ApiKey.MIN_LENGTH)
                        + " characters, or sha256: and the key's SHA-256");
            }
        }
        if (jwks != null) {
            checkKeySet(jwks);
        }
        return CommandLine.ExitCode.OK;
    }

    private void checkKeySet(MountedSecret secret) throws SecretException {
        try {
            JsonObject set = JsonParser.parseString(secret.entry(jwksKey)).getAsJsonObject();
            if (set.has("keys")
                    && set.get("keys").isJsonArray()
                    && !set.getAsJsonArray("keys").isEmpty()) {
                return;
            }
        } catch (JsonParseException | IllegalStateException e) {
            // The same message as for JSON without keys.
        }
        throw secret.failure(
                "has an entry '%s' that is no JSON Web Key Set: an object with the member \"keys\"".formatted(jwksKey));
    }

    private static final class SecretConverter implements ITypeConverter<MountedSecret> {
        @Override
        public MountedSecret convert(String value) {
            try {
                return MountedSecret.parse(value);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
