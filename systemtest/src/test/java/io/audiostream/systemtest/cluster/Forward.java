package io.audiostream.systemtest.cluster;

import static org.awaitility.Awaitility.await;

import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceStub;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
            await().atMost(Duration.ofSeconds(20)).until(() -> open(port));
            return new Forward(process, port);
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
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean open(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
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
