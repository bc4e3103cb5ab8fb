package io.audiostream.operator.model;

import java.util.stream.IntStream;

/**
 * TCP ports of the processes.
 *
 * @param listener port on which Envoy accepts gRPC and HTTP from clients
 * @param transcriberGrpc port on which the transcriber accepts gRPC from Envoy
 * @param transcriberApi port on which the transcriber accepts HTTP from Envoy, on loopback only
 * @param transcriberHttp port on which the transcriber serves probes, metrics and its status
 * @param authorization port on which the transcriber authorizes calls for Envoy, on loopback only
 */
public record Ports(int listener, int transcriberGrpc, int transcriberApi, int transcriberHttp, int authorization) {

    /** Largest TCP port. */
    public static final int MAX = 65_535;

    /** The ports in a pod. */
    public static final Ports STANDARD = new Ports(50051, 50052, 8002, 8001, 8003);

    /** @throws IllegalArgumentException when a port is out of range */
    public Ports {
        IntStream.of(listener, transcriberGrpc, transcriberApi, transcriberHttp, authorization)
                .forEach(port -> Checks.inRange("port", port, 1, MAX));
    }
}
