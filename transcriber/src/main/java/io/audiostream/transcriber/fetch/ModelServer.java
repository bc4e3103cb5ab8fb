package io.audiostream.transcriber.fetch;

import io.audiostream.transcriber.secrets.SecretException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * Sends the requests for a model and follows redirects. Java's HTTP client would send the credentials to the target of
 * a redirect too: here only the server of the address itself gets them.
 */
final class ModelServer {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_REDIRECTS = 10;

    private final HttpClient http;
    private final Duration timeout;
    private final RequestAuthorization authorization;

    /**
     * @param http follows no redirects
     * @param timeout time until the headers of a response
     */
    ModelServer(HttpClient http, Duration timeout, RequestAuthorization authorization) {
        this.http = http;
        this.timeout = timeout;
        this.authorization = authorization;
    }

    /**
     * Requests a file.
     *
     * @param from first byte to send
     * @throws IOException when a server cannot be reached
     * @throws FetchException when a redirect cannot be followed
     * @throws SecretException when the credentials are missing or cannot be used
     */
    HttpResponse<InputStream> get(URI uri, long from)
            throws IOException, FetchException, SecretException, InterruptedException {
        URI target = uri;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            var request = isSameServer(uri, target) ? authorization.request(target) : HttpRequest.newBuilder(target);
            if (from > 0) {
                request.header("Range", "bytes=" + from + "-");
            }
            var response = http.send(request.timeout(timeout).build(), BodyHandlers.ofInputStream());
            var location = response.headers().firstValue("Location");
            if (!REDIRECTS.contains(response.statusCode()) || location.isEmpty()) {
                return response;
            }
            response.body().close();
            target = target(uri, target, location.get());
        }
        throw new FetchException(
                "%s was redirected more than %d times: check the address".formatted(uri, MAX_REDIRECTS));
    }

    /** Returns what a user can do about a response with this status. */
    String remedy(int status) {
        return switch (status) {
            case 401, 403 -> authorization.remedy();
            case 407 -> "the proxy demands credentials, which fetch-model cannot send: allow these pods without";
            default -> "check the address";
        };
    }

    private static URI target(URI uri, URI current, String location) throws FetchException {
        URI target;
        try {
            target = current.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new FetchException(uri + " was redirected to what is no address: check the server");
        }
        String scheme = String.valueOf(target.getScheme());
        if (target.getHost() == null || !scheme.equals("https") && !scheme.equals("http")) {
            throw new FetchException(uri + " was redirected to what is no address of a web server: check the server");
        }
        if (scheme.equals("http") && "https".equals(current.getScheme())) {
            throw new FetchException("%s was redirected to http://%s, which is not encrypted: use another address"
                    .formatted(uri, target.getHost()));
        }
        return target;
    }

    private static boolean isSameServer(URI one, URI other) {
        return Objects.equals(one.getScheme(), other.getScheme())
                && String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }
}
