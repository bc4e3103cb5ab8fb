package io.audiostream.operator.model;

import java.net.URI;

/** Source of a JSON Web Key Set. */
public sealed interface Jwks {
    /** The key set itself, in JSON. */
    record Inline(String json) implements Jwks {}

    /**
     * An entry of a Secret.
     *
     * @param key key of the entry, which is its file name in the pod
     */
    record FromSecret(String secretName, String key) implements Jwks {}

    /** A key set that Envoy fetches over HTTPS. */
    record Remote(URI uri) implements Jwks {}
}
