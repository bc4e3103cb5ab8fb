package io.audiostream.operator.model;

/** A Secret, or ConfigMap, in the pod: each is a folder below {@link Placement#secretsFolder}. */
public enum SecretMount {
    /** The certificate of the endpoint: {@code tls.crt} and {@code tls.key}. */
    TLS("tls"),

    /** The authorities of client certificates: {@code ca.crt}. */
    CLIENT_CA("client-ca"),

    /** API keys by name of the caller. */
    API_KEYS("api-keys"),

    /** A JSON Web Key Set. */
    JWKS("jwks"),

    /** Credentials for the server of the model. */
    MODEL_CREDENTIALS("model-credentials"),

    /** Certificate authorities of the server of the model. */
    MODEL_CA("model-ca");

    private final String folder;

    SecretMount(String folder) {
        this.folder = folder;
    }

    /** Returns the name of the folder: a DNS label, and the name of the option of {@code check-secrets}. */
    public String folder() {
        return folder;
    }

    /** Returns the path of the folder. */
    public String below(String secretsFolder) {
        return secretsFolder + "/" + folder;
    }
}
