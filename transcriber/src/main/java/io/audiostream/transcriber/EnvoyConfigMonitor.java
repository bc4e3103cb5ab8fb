package io.audiostream.transcriber;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.envoy.EnvoyAdmin;
import io.audiostream.transcriber.http.EnvoyConfigState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observes which versions of its clusters and routes Envoy has accepted. Envoy publishes versions and counters of both,
 * but the reason of a rejection only in its log. Thread-safe.
 */
final class EnvoyConfigMonitor {

    private static final Logger log = LoggerFactory.getLogger(EnvoyConfigMonitor.class);

    private static final String CLUSTERS = "cluster_manager.cds.";

    /** The routes of clients, and those of streams between pods, which exist with spill-over only. */
    private static final List<String> ROUTES =
            List.of("http.clients.rds.audiostream.", "http.spill-over.rds.spill-over.", "http.peers.rds.peers.");

    /** Matches {@code CLUSTERS} and {@code ROUTES}, with the statistics that {@link Subscription} reads. */
    private static final String STATS_PATH =
            "/stats?filter=" + "%5E(cluster_manager.cds%7Chttp.(clients%7Cspill-over%7Cpeers).rds.[a-z-]%2B)"
                    + "%5C.(version_text%7Cupdate_(success%7Crejected%7Cfailure))$";

    private final EnvoyAdmin admin;

    @GuardedBy("this")
    private Subscription clusters = Subscription.NONE;

    @GuardedBy("this")
    private List<Subscription> routes =
            ROUTES.stream().map(_ -> Subscription.NONE).toList();

    @GuardedBy("this")
    private boolean known;

    EnvoyConfigMonitor(EnvoyAdmin admin) {
        this.admin = admin;
    }

    /** Returns the state at the latest poll; null if Envoy did not respond to it. */
    synchronized @Nullable EnvoyConfigState state() {
        return known ? new EnvoyConfigState(clusters.state("clusters"), routesState()) : null;
    }

    /** Reads Envoy's statistics. Blocks until Envoy responds or the time of the request is over. */
    void poll() {
        try {
            update(admin.get(STATS_PATH));
        } catch (IOException e) {
            log.debug("cannot read the state of Envoy's configuration: {}", e.toString());
            forget();
        }
    }

    private synchronized void forget() {
        known = false;
    }

    private synchronized void update(String stats) {
        clusters = clusters.next(stats, CLUSTERS);
        List<Subscription> before = routes;
        routes = IntStream.range(0, ROUTES.size())
                .mapToObj(index -> before.get(index).next(stats, ROUTES.get(index)))
                .toList();
        known = true;
    }

    /** All routes have the same version, in files that Envoy reloads one after the other. */
    private synchronized EnvoyConfigState.Resource routesState() {
        List<Subscription> received =
                routes.stream().filter(Subscription::hasReceived).toList();
        Optional<Subscription> refusing =
                received.stream().filter(Subscription::isRefused).findFirst();
        if (refusing.isPresent()) {
            return refusing.get().state("routes");
        }
        List<String> versions =
                received.stream().map(Subscription::version).distinct().toList();
        return new EnvoyConfigState.Resource(versions.size() == 1 ? versions.getFirst() : null, null);
    }

    /**
     * The updates of one type of resources.
     *
     * @param version version in use; empty for none
     * @param accepted number of accepted updates since Envoy started
     * @param refused number of updates that Envoy could not parse or rejected since then
     * @param isRefused whether Envoy refused the latest update
     */
    private record Subscription(String version, long accepted, long refused, boolean isRefused) {

        static final Subscription NONE = new Subscription("", 0, 0, false);

        Subscription next(String stats, String prefix) {
            var nowAccepted = count(stats, prefix + "update_success");
            var nowRefused = count(stats, prefix + "update_rejected") + count(stats, prefix + "update_failure");
            // Smaller counts are those of an Envoy that restarted.
            var before = nowAccepted < accepted || nowRefused < refused ? NONE : this;
            return new Subscription(
                    text(stats, prefix + "version_text"),
                    nowAccepted,
                    nowRefused,
                    nowRefused > before.refused || before.isRefused && nowAccepted == before.accepted);
        }

        boolean hasReceived() {
            return accepted > 0 || refused > 0;
        }

        EnvoyConfigState.Resource state(String type) {
            return new EnvoyConfigState.Resource(
                    version.isEmpty() ? null : version,
                    isRefused
                            ? "Envoy rejected the latest version of its %s and keeps %s; its log has the reason"
                                    .formatted(type, version.isEmpty() ? "none" : version)
                            : null);
        }

        private static long count(String stats, String name) {
            var value = text(stats, name);
            return value.isEmpty() ? 0 : Long.parseLong(value);
        }

        private static String text(String stats, String name) {
            return Pattern.compile("^" + Pattern.quote(name) + ": \"?([0-9A-Za-z]{0,64})", Pattern.MULTILINE)
                    .matcher(stats)
                    .results()
                    .findFirst()
                    .map((MatchResult found) -> found.group(1))
                    .orElse("");
        }
    }
}
