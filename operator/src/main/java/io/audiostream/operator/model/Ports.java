package io.audiostream.operator.model;

/**
 * TCP ports of the processes.
 *
 * @param listener where Envoy takes gRPC and HTTP from clients
 * @param transcriberGrpc where the transcriber takes gRPC from Envoy
 * @param transcriberHttp where the transcriber takes HTTP from Envoy and probes
 * @param envoyAdmin where Envoy answers to administrators on its own host
 */
public record Ports(int listener, int transcriberGrpc, int transcriberHttp, int envoyAdmin) {

    /** The ports in a pod. */
    public static final Ports STANDARD = new Ports(50051, 50052, 8001, 9901);
}
