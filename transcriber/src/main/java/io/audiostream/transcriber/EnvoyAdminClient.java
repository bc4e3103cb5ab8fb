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
 * The administration of the Envoy that stands before this transcriber.
 *
 * @param address {@code HOST:PORT}
 */
public record EnvoyAdminClient(String address) {

    private static final Logger log = LoggerFactory.getLogger(EnvoyAdminClient.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /**
     * Makes Envoy tell its clients to open new connections for what they begin, and go on serving those that they have.
     * A failure is logged and costs nothing but that: a client then hears of it when Envoy goes.
     *
     * @throws InterruptedException when interrupted while Envoy is waited for, two seconds at most
     */
    void sendClientsElsewhere() throws InterruptedException {
        URI uri = URI.create("http://" + address + "/drain_listeners?graceful&skip_exit");
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
                log.warn("Envoy does not send its clients elsewhere: {} answered HTTP {}", uri, response.statusCode());
            }
        } catch (IOException e) {
            log.warn("Envoy does not send its clients elsewhere: cannot reach {}: {}", uri, e.toString());
        }
    }
}
