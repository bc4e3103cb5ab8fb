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
        return get("HTTP", path, port, periodSeconds, failures);
    }

    /** The kubelet does not verify the certificate. */
    static Probe https(String path, int port, int periodSeconds, int failures) {
        return get("HTTPS", path, port, periodSeconds, failures);
    }

    private static Probe get(String scheme, String path, int port, int periodSeconds, int failures) {
        return base(periodSeconds, failures)
                .withHttpGet(new HTTPGetActionBuilder()
                        .withPath(path)
                        .withPort(new IntOrString(port))
                        .withScheme(scheme)
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
