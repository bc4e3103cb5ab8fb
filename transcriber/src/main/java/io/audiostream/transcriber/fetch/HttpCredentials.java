package io.audiostream.transcriber.fetch;

import io.audiostream.transcriber.secrets.MountedSecret;
import io.audiostream.transcriber.secrets.SecretException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Credentials for a web server, by the entries of a Secret. {@code token} is sent as a bearer token, or as the value of
 * a header of its own. {@code username} and {@code password} are sent by the scheme Basic. {@code query} is added to
 * the query of the address, as stores with shared access signatures demand.
 */
public final class HttpCredentials implements RequestAuthorization {

    private static final String TOKEN = "token";
    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String QUERY = "query";

    private final MountedSecret secret;
    private final Optional<String> header;

    /** @param header name of the header with the token; empty: {@code Authorization: Bearer} */
    HttpCredentials(MountedSecret secret, Optional<String> header) {
        this.secret = secret;
        this.header = header;
    }

    /** @throws SecretException if the Secret has no credentials, or they cannot be sent */
    public static void check(MountedSecret secret) throws SecretException {
        var _ = new HttpCredentials(secret, Optional.empty()).request(URI.create("https://localhost/"));
    }

    @Override
    public HttpRequest.Builder request(URI uri) throws SecretException {
        secret.check();
        return switch (kind()) {
            case TOKEN ->
                HttpRequest.newBuilder(uri)
                        .header(header.orElse("Authorization"), (header.isPresent() ? "" : "Bearer ") + value(TOKEN));
            case QUERY -> HttpRequest.newBuilder(withQuery(uri, value(QUERY)));
            default -> HttpRequest.newBuilder(uri).header("Authorization", "Basic " + base64());
        };
    }

    @Override
    public String remedy() {
        return "the server refuses the credentials of the Secret '%s', or they do not allow this file: check both"
                .formatted(secret.name());
    }

    /** Returns the entry that decides how the credentials are sent. */
    private String kind() throws SecretException {
        List<String> kinds =
                Stream.of(TOKEN, USERNAME, QUERY).filter(secret::has).toList();
        if (kinds.isEmpty()) {
            throw secret.failure("has no credentials for the server of the model: add the entry 'token', the entries"
                    + " 'username' and 'password', or the entry 'query'");
        }
        if (kinds.size() > 1) {
            throw secret.failure("has the entries '%s', but only one kind of credentials can be sent: remove the others"
                    .formatted(String.join("' and '", kinds)));
        }
        return kinds.getFirst();
    }

    private String base64() throws SecretException {
        String credentials = text(USERNAME) + ":" + text(PASSWORD);
        return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private String text(String key) throws SecretException {
        return secret.entry(key).replaceFirst("\\R$", "");
    }

    private String value(String key) throws SecretException {
        return secret.printableEntry(key, "cannot be sent: write printable ASCII");
    }

    private URI withQuery(URI uri, String query) throws SecretException {
        String address = uri.toString();
        try {
            return URI.create(address + (address.contains("?") ? "&" : "?") + query.replaceFirst("^[?&]", ""));
        } catch (IllegalArgumentException e) {
            throw secret.failure("has an entry 'query' that cannot be part of an address: write NAME=VALUE&NAME=VALUE");
        }
    }
}
