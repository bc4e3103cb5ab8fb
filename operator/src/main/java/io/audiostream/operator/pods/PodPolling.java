package io.audiostream.operator.pods;

import io.audiostream.operator.model.Ports;
import java.time.Duration;

/**
 * How the operator polls the load of pods.
 *
 * @param client fetches the load of one pod
 * @param interval pause between two rounds, above 0
 */
public record PodPolling(PodLoadClient client, Duration interval) {

    /** Checks the interval. */
    public PodPolling {
        if (!interval.isPositive()) {
            throw new IllegalArgumentException("the interval is " + interval + " and must be above 0");
        }
    }

    /** Polls the pods' HTTP port every 5 s. */
    public static PodPolling standard() {
        return new PodPolling(HttpPodLoadClient.atPort(Ports.STANDARD.transcriberHttp()), Duration.ofSeconds(5));
    }
}
