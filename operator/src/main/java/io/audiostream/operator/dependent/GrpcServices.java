package io.audiostream.operator.dependent;

import java.util.List;

/** The gRPC services of the endpoint that clients outside the cluster reach. */
final class GrpcServices {
    static final List<String> NAMES =
            List.of("audiostream.AudioStreamService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection");

    private GrpcServices() {}
}
