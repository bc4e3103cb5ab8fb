package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTimesTest {
    private static final Duration MAX_FAILOVER = Duration.ofSeconds(15);

    @Test
    void bringFailoverBelowFifteenSeconds() {
        assertThat(LeaseTimes.maxFailover()).isLessThan(MAX_FAILOVER);
    }

    @Test
    void assumeJitterOfClient() {
        assertThat(LeaseTimes.MAX_JITTER).isEqualTo(Elector.jitter());
    }

    /** The Lease itself has whole seconds. */
    @Test
    void haveDurationInWholeSeconds() {
        assertThat(LeaseTimes.DURATION).isEqualTo(Duration.ofSeconds(LeaseTimes.DURATION.toSeconds()));
    }

    /** Shows the constant of the client, which is for subclasses only. */
    private static final class Elector extends LeaderElector {
        private Elector(KubernetesClient client, LeaderElectionConfig config) {
            super(client, config, Runnable::run);
        }

        static double jitter() {
            return JITTER_FACTOR;
        }
    }
}
