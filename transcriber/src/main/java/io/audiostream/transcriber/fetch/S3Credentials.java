package io.audiostream.transcriber.fetch;

import io.audiostream.transcriber.secrets.MountedSecret;
import io.audiostream.transcriber.secrets.SecretException;
import java.util.Optional;

/**
 * Keys for a store with the API of Amazon S3, by the entries of a Secret. The entries are named like the environment
 * variables of Amazon's tools.
 *
 * @param accessKeyId names the secret key
 * @param secretAccessKey signs requests; never sent
 * @param sessionToken belongs to keys that expire
 */
public record S3Credentials(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {

    private static final String ACCESS_KEY_ID = "AWS_ACCESS_KEY_ID";
    private static final String SECRET_ACCESS_KEY = "AWS_SECRET_ACCESS_KEY";
    private static final String SESSION_TOKEN = "AWS_SESSION_TOKEN";

    /** @throws SecretException if a key is missing, or cannot be sent */
    public static S3Credentials read(MountedSecret secret) throws SecretException {
        return new S3Credentials(
                value(secret, ACCESS_KEY_ID),
                value(secret, SECRET_ACCESS_KEY),
                secret.has(SESSION_TOKEN) ? Optional.of(value(secret, SESSION_TOKEN)) : Optional.empty());
    }

    private static String value(MountedSecret secret, String key) throws SecretException {
        return secret.printableEntry(key, "no key has");
    }

    /** Hides the keys. */
    @Override
    public String toString() {
        return "S3Credentials";
    }
}
