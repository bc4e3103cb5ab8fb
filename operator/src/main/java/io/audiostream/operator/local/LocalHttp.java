package io.audiostream.operator.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** HTTP client of {@code local} for readiness checks. */
final class LocalHttp implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Returns whether the endpoint is ready, by a request through Envoy, on the path of a client. */
    boolean isReady(int listenerPort) throws InterruptedException {
        try {
            return status(request(listenerPort, "/readyz").GET().build()) == 200;
        } catch (IOException e) {
            return false; // Envoy is not listening yet.
        }
    }

    private int status(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://" + LocalPorts.HOST + ":" + port + path))
                .timeout(TIMEOUT);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
