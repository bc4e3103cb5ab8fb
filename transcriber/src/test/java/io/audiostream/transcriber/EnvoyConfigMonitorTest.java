package io.audiostream.transcriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.http.EnvoyConfigState;
import io.audiostream.transcriber.http.EnvoyConfigState.Resource;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EnvoyConfigMonitorTest {

    private static final Resource CLUSTERS = new Resource("c1", null);

    private String stats = stats("r1", 1, 0, 0);
    private boolean isReachable = true;
    private final EnvoyConfigMonitor monitor = new EnvoyConfigMonitor(path -> {
        if (!isReachable) {
            throw new IOException("connection refused");
        }
        return stats;
    });

    @Test
    void reportsVersionsThatEnvoyHasAccepted() {
        // when
        monitor.poll();

        // then
        assertThat(monitor.state()).isEqualTo(new EnvoyConfigState(CLUSTERS, new Resource("r1", null)));
    }

    @Test
    void reportsRejectionUntilEnvoyAcceptsAnotherVersion() {
        // given
        monitor.poll();

        // when
        poll(stats("r1", 1, 1, 0));

        // then
        assertThat(routes().version()).isEqualTo("r1");
        assertThat(routes().error()).contains("rejected the latest version of its routes", "keeps r1");

        // when
        monitor.poll();

        // then
        assertThat(routes().error()).isNotNull();

        // when
        poll(stats("r2", 2, 1, 0));

        // then
        assertThat(routes()).isEqualTo(new Resource("r2", null));
    }

    @Test
    void countsFileThatEnvoyCannotParseAsRejection() {
        // when
        poll(stats("r1", 1, 0, 1));

        // then
        assertThat(routes().error()).isNotNull();
    }

    @Test
    void reportsNoVersionOfRejectedFirstRoutes() {
        // when
        poll(stats("", 0, 1, 0));

        // then
        assertThat(routes().version()).isNull();
        assertThat(routes().error()).contains("keeps none");
    }

    @Test
    void reportsVersionThatRoutesBetweenPodsShare() {
        // when
        poll(stats("r1", 1, 0, 0) + peerStats("r1", 1, 0));

        // then
        assertThat(routes()).isEqualTo(new Resource("r1", null));
    }

    @Test
    void reportsNoVersionUntilRoutesBetweenPodsHaveIt() {
        // when
        poll(stats("r2", 2, 0, 0) + peerStats("r1", 1, 0));

        // then
        assertThat(routes()).isEqualTo(new Resource(null, null));
    }

    @Test
    void reportsRejectionOfRoutesBetweenPods() {
        // when
        poll(stats("r2", 2, 0, 0) + peerStats("r1", 1, 1));

        // then
        assertThat(routes().version()).isEqualTo("r1");
        assertThat(routes().error()).contains("keeps r1");
    }

    @Test
    void startsAgainWithEnvoyThatRestarted() {
        // given
        poll(stats("r1", 3, 2, 0));

        // when
        poll(stats("r3", 1, 0, 0));

        // then
        assertThat(routes()).isEqualTo(new Resource("r3", null));
    }

    @Test
    void reportsNothingWhileEnvoyDoesNotRespond() {
        // given
        monitor.poll();
        isReachable = false;

        // when
        monitor.poll();

        // then
        assertThat(monitor.state()).isNull();
    }

    private void poll(String next) {
        stats = next;
        monitor.poll();
    }

    private Resource routes() {
        EnvoyConfigState state = monitor.state();
        assertThat(state).isNotNull();
        assertThat(state.clusters()).isEqualTo(CLUSTERS);
        return state.routes();
    }

    private static String peerStats(String version, int accepted, int rejected) {
        return """
                http.peers.rds.peers.version_text: "%s"
                http.peers.rds.peers.update_rejected: %d
                http.peers.rds.peers.update_success: %d
                """.formatted(version, rejected, accepted);
    }

    /** The response of Envoy 1.40 to the monitor's request. */
    private static String stats(String version, int accepted, int rejected, int failed) {
        return """
                cluster_manager.cds.version_text: "c1"
                http.clients.rds.audiostream.version_text: "%s"
                cluster_manager.cds.update_failure: 0
                cluster_manager.cds.update_rejected: 0
                cluster_manager.cds.update_success: 1
                http.clients.rds.audiostream.update_failure: %d
                http.clients.rds.audiostream.update_rejected: %d
                http.clients.rds.audiostream.update_success: %d
                """.formatted(version, failed, rejected, accepted);
    }
}
