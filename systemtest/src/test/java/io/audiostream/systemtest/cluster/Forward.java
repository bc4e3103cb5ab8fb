package io.audiostream.systemtest.cluster;

import static org.awaitility.Awaitility.await;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** A service's address, reached from outside of the cluster: each connection goes to one of the pods anew. */
final class Forward implements AutoCloseable {

    private final Process process;
    private final int port;
    private final List<ManagedChannel> channels = new ArrayList<>();

    private Forward(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Forward to(Namespace namespace, String service) {
        try {
            int port = freePort();
            Process process = Cluster.processes(command(namespace, service, port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var forward = new Forward(process, port);
            try {
                await().atMost(Duration.ofSeconds(30)).until(forward::serves);
            } catch (ConditionTimeoutException e) {
                forward.close();
                throw e;
            }
            return forward;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kubectl's own way stays with one pod, so it is for clusters only whose network can't be reached. */
    private static List<String> command(Namespace namespace, String service, int port) {
        if (!Cluster.ours()) {
            return List.of("kubectl", "-n", namespace.name(), "port-forward", "service/" + service, port + ":50051");
        }
        String address = namespace.field("service/" + service, "{.spec.clusterIP}");
        return List.of(Node.script("forward.sh"), Cluster.folder().toString(), String.valueOf(port), address, "50051");
    }

    String endpoint() {
        return "127.0.0.1:" + port;
    }

    /** A client with a connection of its own. */
    AudioStreamServiceStub client() {
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(endpoint()).usePlaintext().build();
        channels.add(channel);
        return AudioStreamServiceGrpc.newStub(channel);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /**
     * Whether a new connection comes through to a pod that serves. Ready is said of pods; each node learns to turn the
     * service's address to them up to a second later, and refuses connections to it or loses them until then.
     */
    private boolean serves() {
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(endpoint()).usePlaintext().build();
        try {
            return HealthGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(2, TimeUnit.SECONDS)
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
