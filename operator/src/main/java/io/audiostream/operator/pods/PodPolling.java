package io.audiostream.operator.pods;

import io.audiostream.operator.model.Ports;
import java.time.Duration;

/**
 * How the operator polls the load of pods.
 *
 * @param client fetches the load of one pod
 * @param interval time between two requests to the same pod, above 0
 * @param reportInterval minimum time between two reports of a resource whose number of streams changes, above 0
 */
public record PodPolling(PodLoadClient client, Duration interval, Duration reportInterval) {

    /** Checks the intervals. */
    public PodPolling {
        if (!interval.isPositive() || !reportInterval.isPositive()) {
            throw new IllegalArgumentException(
                    "the intervals are " + interval + " and " + reportInterval + " and must be above 0");
        }
    }

    /** Polls the pods' HTTP port every 5 s, and reports a changed number of streams at most every 15 s. */
    public static PodPolling standard() {
        return new PodPolling(
                HttpPodLoadClient.atPort(Ports.STANDARD.transcriberHttp()),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15));
    }
}
