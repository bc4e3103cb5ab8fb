package io.audiostream.client;

import java.util.function.Supplier;

/**
 * What a client sends to prove who it is. Use it with TLS: without, the network can read it. Its text form has no
 * secret.
 */
public final class Credentials {

    private final String kind;
    private final Supplier<String> token;

    private Credentials(String kind, Supplier<String> token) {
        this.kind = kind;
        this.token = token;
    }

    /**
     * An API key, sent as {@code authorization: Bearer KEY}.
     *
     * @throws IllegalArgumentException if the key is empty or has characters other than printable ASCII without spaces
     */
    public static Credentials apiKey(String key) {
        check("the API key", key);
        return new Credentials("API key", () -> key);
    }

    /**
     * A token that expires, such as a JWT, sent as {@code authorization: Bearer TOKEN}.
     *
     * @param token called for each call and each attempt of a stream to resume, on a thread of the client; may block,
     *     and should keep a token that is still valid. If it throws, the call ends with {@code UNAUTHENTICATED}.
     */
    public static Credentials token(Supplier<String> token) {
        return new Credentials("token", token);
    }

    String current() {
        String value = token.get();
        check("the " + kind, value);
        return value;
    }

    /** Names the length only, because a message may reach a log. */
    private static void check(String name, String value) {
        if (value.isEmpty() || !value.chars().allMatch(character -> character > ' ' && character < 0x7F)) {
            throw new IllegalArgumentException(name + ", of " + value.length()
                    + " characters, is not a credential; use printable ASCII characters without spaces");
        }
    }

    @Override
    public String toString() {
        return "Credentials[" + kind + "]";
    }
}
