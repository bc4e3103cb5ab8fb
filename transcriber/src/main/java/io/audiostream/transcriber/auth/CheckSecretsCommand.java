package io.audiostream.transcriber.auth;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.audiostream.transcriber.fetch.HttpCredentials;
import io.audiostream.transcriber.fetch.S3Credentials;
import io.audiostream.transcriber.secrets.MountedSecret;
import io.audiostream.transcriber.secrets.MountedSecretConverter;
import io.audiostream.transcriber.secrets.PemCertificates;
import io.audiostream.transcriber.secrets.SecretException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
            converter = MountedSecretConverter.class,
            paramLabel = "NAME=DIR",
            description = "Secret with a certificate and its key, tls.crt and tls.key.")
    private @Nullable MountedSecret tls;

    @Option(
            names = "--client-ca",
            converter = MountedSecretConverter.class,
            paramLabel = "NAME=DIR",
            description = "Secret with the authorities of client certificates, ca.crt.")
    private @Nullable MountedSecret clientCa;

    @Option(
            names = "--api-keys",
            converter = MountedSecretConverter.class,
            paramLabel = "NAME=DIR",
            description = "Secret with API keys.")
    private @Nullable MountedSecret apiKeys;

    @Option(
            names = "--jwks",
            converter = MountedSecretConverter.class,
            paramLabel = "NAME=DIR",
            description = "Secret with a JSON Web Key Set.")
    private @Nullable MountedSecret jwks;

    @Option(names = "--jwks-key", paramLabel = "KEY", description = "Entry of the key set (default: jwks.json).")
    private String jwksKey = "jwks.json";

    @Option(
            names = "--model-credentials",
            converter = MountedSecretConverter.class,
            paramLabel = "NAME=DIR",
            description = "Secret with the credentials for the server of the model.")
    private @Nullable MountedSecret modelCredentials;

    @Option(names = "--model-s3", description = "Those credentials are for a store with the API of Amazon S3.")
    private boolean modelS3;

    @Option(
            names = "--model-ca",
            converter = MountedSecretConverter.class,
            paramLabel = "NAME=DIR",
            description = "Secret, or configmap/NAME, with the authorities of the server of the model.")
    private @Nullable MountedSecret modelCa;

    @Option(
            names = "--model-ca-key",
            paramLabel = "KEY",
            description = "Entry of the authorities of the server of the model (default: ca.crt).")
    private String modelCaKey = "ca.crt";

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
        if (modelCredentials != null) {
            if (modelS3) {
                var _ = S3Credentials.read(modelCredentials);
            } else {
                HttpCredentials.check(modelCredentials);
            }
        }
        if (modelCa != null) {
            var _ = PemCertificates.read(modelCa, modelCaKey);
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
}
