package io.audiostream.transcriber.envoy;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the administration interface of the Envoy in front of this transcriber. */
public record EnvoyAdminClient(AdminAddress address) implements EnvoyAdmin {

    private static final Logger log = LoggerFactory.getLogger(EnvoyAdminClient.class);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(2);

    /** Far below the 10 s after which Prometheus gives up a scrape. */
    private static final Duration METRICS_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration GET_TIMEOUT = Duration.ofSeconds(2);

    /** Envoy's gauge of the active requests to other pods. */
    private static final String STREAMS_AT_PEERS = "cluster.peers.upstream_rq_active";

    /**
     * Starts a graceful drain of Envoy's listeners: Envoy asks its clients to open new streams on new connections and
     * continues to serve the existing streams. Waits at most 2 s. A failure is logged; clients then notice the shutdown
     * when Envoy closes their connections.
     */
    public void drainListeners() {
        String path = "/drain_listeners?graceful&skip_exit";
        try {
            send("POST", path, DRAIN_TIMEOUT);
        } catch (IOException e) {
            log.warn("Envoy does not drain its listeners: cannot call {} at {}: {}", path, address, e.toString());
        }
    }

    /**
     * Returns the number of streams that this pod had no slot for, and that Envoy has other pods transcribe. Zero if
     * Envoy does not answer. Waits at most 2 s.
     */
    public long streamsAtPeers() {
        String path = "/stats?filter=" + STREAMS_AT_PEERS;
        try {
            return get(path)
                    .lines()
                    .filter(line -> line.matches(STREAMS_AT_PEERS + ": \\d+"))
                    .mapToLong(line -> Long.parseLong(line.substring(STREAMS_AT_PEERS.length() + 2)))
                    .sum();
        } catch (IOException e) {
            log.debug("cannot call {} at {}: {}", path, address, e.toString());
            return 0;
        }
    }

    /**
     * Returns metrics in Prometheus' text format. Waits at most 1 s.
     *
     * @param filter regular expression of the names that Envoy uses for its metrics internally
     * @throws IOException if Envoy does not return them
     */
    String metrics(String filter) throws IOException {
        String encoded = URLEncoder.encode(filter, StandardCharsets.UTF_8);
        return send("GET", "/stats/prometheus?filter=" + encoded, METRICS_TIMEOUT);
    }

    @Override
    public String get(String path) throws IOException {
        return send("GET", path, GET_TIMEOUT);
    }

    private String send(String method, String path, Duration timeout) throws IOException {
        String request =
                method + " " + path + " HTTP/1.1\r\nHost: envoy\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        try (var connection = new AdminConnection(address, timeout)) {
            AdminResponse response =
                    AdminResponse.parse(connection.exchange(request.getBytes(StandardCharsets.US_ASCII)));
            if (response.status() != 200) {
                throw new IOException("Envoy returned HTTP " + response.status());
            }
            return response.body();
        }
    }
}
