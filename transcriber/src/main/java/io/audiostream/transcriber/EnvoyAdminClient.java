package io.audiostream.transcriber;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the admin interface of the Envoy in front of this transcriber.
 *
 * @param address {@code HOST:PORT}
 */
public record EnvoyAdminClient(String address) {

    private static final Logger log = LoggerFactory.getLogger(EnvoyAdminClient.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /**
     * Starts a graceful drain of Envoy's listeners: Envoy asks its clients to open new streams on new connections and
     * continues to serve the existing streams. A failure is logged; clients then notice the shutdown when Envoy closes
     * their connections.
     *
     * @throws InterruptedException if interrupted while waiting for Envoy, at most 2 s
     */
    void drainListeners() throws InterruptedException {
        var uri = URI.create("http://" + address + "/drain_listeners?graceful&skip_exit");
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(TIMEOUT)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                log.warn("Envoy does not drain its listeners: {} returned HTTP {}", uri, response.statusCode());
            }
        } catch (IOException e) {
            log.warn("Envoy does not drain its listeners: cannot reach {}: {}", uri, e.toString());
        }
    }
}
