package io.audiostream.systemtest;

import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceBlockingStub;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceStub;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A resource that runs by {@code operator local}: the real Envoy in front of the real transcriber with the fast engine.
 */
final class LocalService implements AutoCloseable {

    private static final int MAX_MESSAGE = 60 << 20;

    private final Program operator;
    private final String endpoint;
    private final ManagedChannel channel;

    private LocalService(Path resource) {
        operator = Program.java(
                "operator",
                "local",
                "-f",
                resource,
                "--port",
                "0",
                "--envoy",
                Installation.envoy(),
                "--transcriber",
                Installation.jar("transcriber"),
                "--model-file",
                Installation.modelFolder(),
                "--verbose");
        endpoint = operator.awaitLine("READY ");
        channel = NettyChannelBuilder.forTarget(endpoint)
                .usePlaintext()
                .maxInboundMessageSize(MAX_MESSAGE)
                .build();
    }

    /** Starts the smallest example. */
    static LocalService start() {
        return new LocalService(Installation.ROOT.resolve("deploy/examples/minimal.yaml"));
    }

    /** Starts a resource with more in its {@code spec} than the model: lines of YAML, indented by two. */
    static LocalService start(String spec) {
        try {
            Path file = Files.createTempFile("tsvc", ".yaml");
            Files.writeString(file, """
                    apiVersion: audiostream.io/v1alpha1
                    kind: TranscriptionService
                    metadata:
                      name: systemtest
                    spec:
                      model:
                        name: base
                    """ + spec);
            var service = new LocalService(file);
            Files.delete(file);
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** HOST:PORT of Envoy. */
    String endpoint() {
        return endpoint;
    }

    AudioStreamServiceBlockingStub blocking() {
        return AudioStreamServiceGrpc.newBlockingStub(channel).withDeadlineAfter(Duration.ofMinutes(2));
    }

    AudioStreamServiceStub async() {
        return AudioStreamServiceGrpc.newStub(channel);
    }

    /** Whether the client is connected. */
    ConnectivityState connection() {
        return channel.getState(false);
    }

    /** The process that decodes. */
    ProcessHandle transcriber() {
        return operator.children().stream()
                .filter(child -> child.info().commandLine().orElse("").contains("audiostream-transcriber.jar"))
                .findFirst()
                .orElseThrow();
    }

    Program operator() {
        return operator;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        operator.terminate();
        operator.exitCode();
        operator.close();
    }
}
