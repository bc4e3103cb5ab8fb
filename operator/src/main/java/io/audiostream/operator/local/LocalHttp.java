package io.audiostream.operator.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The one request that {@code local} makes itself. */
final class LocalHttp implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Whether the endpoint serves, asked the way a client goes: through Envoy. */
    boolean isReady(int listenerPort) throws InterruptedException {
        try {
            return status(request(listenerPort, "/readyz").GET().build()) == 200;
        } catch (IOException e) {
            return false; // Envoy does not listen yet.
        }
    }

    private int status(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://" + LocalPorts.HOST + ":" + port + path))
                .timeout(LIMIT);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
