package io.audiostream.operator.dependent;

import io.fabric8.kubernetes.api.model.HTTPGetActionBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.TCPSocketActionBuilder;

/**
 * Probes. They set every field that the API server would otherwise default, so that a stored probe equals its source.
 */
final class Probes {
    private Probes() {}

    static Probe http(String path, int port, int periodSeconds, int failures) {
        return base(periodSeconds, failures)
                .withHttpGet(new HTTPGetActionBuilder()
                        .withPath(path)
                        .withPort(new IntOrString(port))
                        .withScheme("HTTP")
                        .build())
                .build();
    }

    static Probe tcp(int port, int periodSeconds, int failures) {
        return base(periodSeconds, failures)
                .withTcpSocket(new TCPSocketActionBuilder()
                        .withPort(new IntOrString(port))
                        .build())
                .build();
    }

    private static ProbeBuilder base(int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withPeriodSeconds(periodSeconds)
                .withFailureThreshold(failures)
                .withSuccessThreshold(1)
                .withTimeoutSeconds(2);
    }
}
