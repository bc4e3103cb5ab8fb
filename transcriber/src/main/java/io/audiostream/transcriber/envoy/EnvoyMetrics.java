package io.audiostream.transcriber.envoy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics of the Envoy in front of this transcriber, so that one scrape of the pod returns the metrics of both.
 * Thread-safe.
 */
public final class EnvoyMetrics {

    private static final Logger log = LoggerFactory.getLogger(EnvoyMetrics.class);

    /**
     * Names of the metrics, as Envoy writes them internally. Envoy has several hundred; these show load, errors and
     * rejected configurations. None has a label with the client or the path.
     */
    private static final String NAMES = "^("
            + "http\\.clients\\.downstream_cx_(total|active|ssl_active|idle_timeout|max_duration_reached|protocol_error"
            + "|destroy_(local|remote)_active_rq|[rt]x_bytes_total)"
            + "|http\\.clients\\.downstream_rq_(total|active|[1-5]xx|time|timeout|idle_timeout|header_timeout"
            + "|[rt]x_reset|too_large|overload_close|http[12]_total)"
            + "|http\\.clients\\.(rds\\.[a-z]+\\.update_(success|rejected)|cors\\..*|jwt_authn\\..*|rbac\\..*)"
            + "|cluster\\.[a-z-]+\\.upstream_cx_(total|active|connect_fail|connect_timeout"
            + "|destroy_(local|remote)_with_active_rq)"
            + "|cluster\\.[a-z-]+\\.upstream_rq_(total|active|[1-5]xx|timeout|retry|retry_success|pending_overflow"
            + "|[rt]x_reset)"
            + "|cluster\\.[a-z-]+\\.membership_(healthy|total)"
            + "|listener\\.[^a-z]+\\.(downstream_cx_(total|active|overflow|overload_reject)"
            + "|ssl\\.(handshake|connection_error|fail_.*))"
            + "|listener_manager\\.total_listeners_(active|draining)"
            + "|cluster_manager\\.(cds\\.update_(success|rejected)|active_clusters)"
            + "|sds\\..*update_(success|rejected)"
            + "|overload\\..*"
            + "|.*http_local_rate_limit\\.(ok|enforced|rate_limited)"
            + "|server\\.(live|state|uptime|concurrency|memory_(allocated|heap_size|physical_size)|total_connections"
            + "|days_until_first_cert_expiring)"
            + ")$";

    private final EnvoyAdminClient envoy;
    private final AtomicBoolean reachable = new AtomicBoolean(true);

    public EnvoyMetrics(EnvoyAdminClient envoy) {
        this.envoy = envoy;
    }

    /**
     * Returns the metrics in Prometheus' text format. If Envoy does not answer, they are only
     * {@code audiostream_envoy_up 0}: the scrape of the transcriber does not fail with it.
     */
    public String scrape() {
        try {
            String metrics = envoy.metrics(NAMES);
            reachable.set(true);
            return up(1) + metrics;
        } catch (IOException e) {
            if (reachable.getAndSet(false)) {
                log.warn("/metrics has no metrics of Envoy: cannot read them at {}: {}", envoy.address(), e.toString());
            }
            return up(0);
        }
    }

    private static String up(int value) {
        return """
                # HELP audiostream_envoy_up Whether the Envoy of the pod returned its metrics
                # TYPE audiostream_envoy_up gauge
                audiostream_envoy_up %d
                """.formatted(value);
    }
}
