package io.audiostream.transcriber.websocket;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The subprotocols that a client offers for a WebSocket. Browsers cannot set headers, so their clients send the API key
 * as one of them, as OpenAI's do.
 */
public final class Subprotocols {

    public static final String HEADER = "sec-websocket-protocol";

    private static final String KEY_PREFIX = "openai-insecure-api-key.";

    private final List<String> offered;

    private Subprotocols(List<String> offered) {
        this.offered = offered;
    }

    /** Reads all headers of the name {@link #HEADER}; null means that there is none. */
    public static Subprotocols of(@Nullable Collection<String> headers) {
        return new Subprotocols(
                headers == null
                        ? List.of()
                        : headers.stream()
                                .flatMap(header -> Arrays.stream(header.split(",")))
                                .map(String::strip)
                                .filter(name -> !name.isEmpty())
                                .toList());
    }

    /** Returns whether the client offers a subprotocol. */
    public boolean offers(String name) {
        return offered.contains(name);
    }

    /** Returns the API key; empty if the client sends none. */
    public Optional<String> key() {
        return offered.stream()
                .filter(Subprotocols::isKey)
                .map(name -> name.substring(KEY_PREFIX.length()))
                .findFirst();
    }

    /** Returns the value of the header without API keys; empty if nothing remains. */
    public String withoutKeys() {
        return String.join(", ", offered.stream().filter(name -> !isKey(name)).toList());
    }

    private static boolean isKey(String name) {
        return name.startsWith(KEY_PREFIX);
    }

    @Override
    public String toString() {
        return withoutKeys(); // never logs a key
    }
}
