package io.audiostream.systemtest;

import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceBlockingStub;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceStub;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TranscriptionService that {@code operator local} runs: the real Envoy in front of the real transcriber with
 * CTranslate2.
 */
final class LocalService implements AutoCloseable {

    private static final Pattern HTTP_PORT = Pattern.compile("--http-port ([0-9]+)");

    private final RunningProgram operator;
    private final String endpoint;
    private final ManagedChannel channel;

    private LocalService(Path resource, List<Object> options) {
        var arguments = new ArrayList<Object>(List.of(
                "local",
                "-f",
                resource,
                "--envoy",
                TestPaths.envoy(),
                "--transcriber",
                TestPaths.jar("transcriber"),
                "--model-file",
                TestPaths.ct2Model(),
                "--verbose"));
        arguments.addAll(options);
        if (!options.contains("--port")) {
            arguments.addAll(List.of("--port", "0"));
        }
        operator = RunningProgram.startJar("operator", arguments.toArray());
        endpoint = operator.awaitReady();
        channel = newChannel();
    }

    static LocalService start() {
        return start("");
    }

    /**
     * Starts a resource with more fields in its {@code spec}. The request timeout is long, so that a slow machine
     * completes unary calls.
     *
     * @param spec lines of YAML, indented by two
     * @param options further options of {@code local}
     */
    static LocalService start(String spec, Object... options) {
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
                      envoy:
                        requestTimeout: 10m
                    """ + spec);
            var service = new LocalService(file, List.of(options));
            Files.delete(file);
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns HOST:PORT of Envoy. */
    String endpoint() {
        return endpoint;
    }

    /** Returns a client connection of its own, which the caller shuts down. */
    ManagedChannel newChannel() {
        return NettyChannelBuilder.forTarget(endpoint).usePlaintext().build();
    }

    /** Returns a stub whose calls may take {@link Timeouts#EVENT} from now. */
    AudioStreamServiceBlockingStub blockingStub() {
        return blockingStub(channel);
    }

    static AudioStreamServiceBlockingStub blockingStub(ManagedChannel channel) {
        return AudioStreamServiceGrpc.newBlockingStub(channel).withDeadlineAfter(Timeouts.EVENT);
    }

    AudioStreamServiceStub asyncStub() {
        return AudioStreamServiceGrpc.newStub(channel);
    }

    /** Returns the state of the client's connection to Envoy. */
    ConnectivityState connectivity() {
        return channel.getState(false);
    }

    ProcessHandle transcriber() {
        return operator.children().stream()
                .filter(child -> child.info().commandLine().orElse("").contains("audiostream-transcriber.jar"))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the address of a path at the port of probes and metrics, which clients reach without Envoy. */
    URI probeAddress(String path) {
        String command = transcriber().info().commandLine().orElseThrow();
        Matcher port = HTTP_PORT.matcher(command);
        if (!port.find()) {
            throw new AssertionError("the command of the transcriber has no --http-port: " + command);
        }
        return URI.create("http://127.0.0.1:" + port.group(1) + path);
    }

    RunningProgram operator() {
        return operator;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        operator.terminate();
        operator.awaitExit();
        operator.close();
    }
}
