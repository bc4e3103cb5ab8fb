package io.audiostream.operator.model;

import java.util.stream.IntStream;

/**
 * TCP ports of the processes.
 *
 * @param listener port on which Envoy accepts gRPC and HTTP from clients
 * @param transcriberGrpc port on which the transcriber accepts gRPC from Envoy
 * @param transcriberHttp port on which the transcriber accepts HTTP from Envoy and from probes
 * @param envoyAdmin port of Envoy's administration interface, on loopback only
 */
public record Ports(int listener, int transcriberGrpc, int transcriberHttp, int envoyAdmin) {

    /** Largest TCP port. */
    public static final int MAX = 65_535;

    /** The ports in a pod. */
    public static final Ports STANDARD = new Ports(50051, 50052, 8001, 9901);

    /** @throws IllegalArgumentException when a port is out of range */
    public Ports {
        IntStream.of(listener, transcriberGrpc, transcriberHttp, envoyAdmin)
                .forEach(port -> Checks.inRange("port", port, 1, MAX));
    }
}
