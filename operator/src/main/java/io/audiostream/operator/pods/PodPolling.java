package io.audiostream.operator.pods;

import io.audiostream.operator.model.Ports;
import java.time.Duration;

/**
 * How pods are asked how busy they are.
 *
 * @param probe asks one pod
 * @param interval time between two rounds, above 0
 */
public record PodPolling(PodLoadClient probe, Duration interval) {

    /** Every 5 s, at the port that pods have for it. */
    public static PodPolling standard() {
        return new PodPolling(HttpPodLoadClient.atPort(Ports.STANDARD.transcriberHttp()), Duration.ofSeconds(5));
    }
}
