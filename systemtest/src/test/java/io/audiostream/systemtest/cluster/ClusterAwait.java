package io.audiostream.systemtest.cluster;

import static org.awaitility.Awaitility.await;

import io.audiostream.systemtest.Timeouts;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;

/**
 * Waits for the state of the cluster. It polls only twice a second, because each poll starts a kubectl, which uses the
 * CPU that the pods under test need.
 */
final class ClusterAwait {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    private ClusterAwait() {}

    /** Waits for a single change, such as an object that the operator creates. */
    static ConditionFactory awaitChange() {
        return polling().atMost(Timeouts.EVENT);
    }

    /** Waits for pods to start or to be replaced. */
    static ConditionFactory awaitRollout() {
        return polling().atMost(Timeouts.ROLLOUT);
    }

    /** Returns the option that bounds the waiting of a kubectl command. */
    static String kubectlTimeout() {
        return "--timeout=" + Timeouts.ROLLOUT.toSeconds() + "s";
    }

    private static ConditionFactory polling() {
        return await().pollDelay(Duration.ZERO).pollInterval(POLL_INTERVAL);
    }
}
