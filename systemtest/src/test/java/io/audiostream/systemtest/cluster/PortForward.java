package io.audiostream.systemtest.cluster;

import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceStub;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** Makes a Service reachable from outside the cluster. kube-proxy chooses a pod for each new connection. */
final class PortForward implements AutoCloseable {

    /** Ends an attempt whose connection was lost, so that the next attempt can start. */
    private static final int HEALTH_CHECK_SECONDS = 10;

    private final Process process;
    private final int port;
    private final List<ManagedChannel> channels = new ArrayList<>();

    private PortForward(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static PortForward to(Namespace namespace, String service) {
        try {
            int port = freePort();
            Process process = Cluster.processBuilder(command(namespace, service, port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var forward = new PortForward(process, port);
            try {
                ClusterAwait.awaitChange().until(forward::isServing);
            } catch (ConditionTimeoutException e) {
                forward.close();
                throw e;
            }
            return forward;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the command that forwards. {@code kubectl port-forward} sends all connections to one pod, so it is used
     * only where the cluster's network cannot be reached from here.
     */
    private static List<String> command(Namespace namespace, String service, int port) {
        if (!Cluster.isDisposable()) {
            return List.of("kubectl", "-n", namespace.name(), "port-forward", "service/" + service, port + ":50051");
        }
        String address = namespace.field("service/" + service, "{.spec.clusterIP}");
        return List.of(Node.script("forward.sh"), Cluster.folder().toString(), String.valueOf(port), address, "50051");
    }

    /** Returns a stub with a connection of its own. */
    AudioStreamServiceStub newStub() {
        ManagedChannel channel = newChannel();
        channels.add(channel);
        return AudioStreamServiceGrpc.newStub(channel);
    }

    private ManagedChannel newChannel() {
        return NettyChannelBuilder.forTarget("127.0.0.1:" + port).usePlaintext().build();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /**
     * Returns whether a new connection reaches a pod that serves. kube-proxy can take up to a second to route a
     * Service's address to a pod that became ready, and connections are refused or lost until then.
     */
    private boolean isServing() {
        ManagedChannel channel = newChannel();
        try {
            return HealthGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(HEALTH_CHECK_SECONDS, TimeUnit.SECONDS)
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus()
                    == ServingStatus.SERVING;
        } catch (StatusRuntimeException e) {
            return false;
        } finally {
            channel.shutdownNow();
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
