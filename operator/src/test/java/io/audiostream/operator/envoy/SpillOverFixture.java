package io.audiostream.operator.envoy;

import io.audiostream.operator.certificate.SelfSignedCertificate;
import io.audiostream.operator.model.PeerSettings;
import io.audiostream.operator.model.PeerSettings.PeerAddress;
import io.grpc.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Starts several pods of a service: each is the real Envoy in front of a transcriber with slots. */
@Execution(ExecutionMode.SAME_THREAD)
@TestInstance(Lifecycle.PER_METHOD)
abstract class SpillOverFixture {
    private static final int FIRST_PORT = 20_000;

    /** Linux's default. */
    private static final int FIRST_EPHEMERAL_PORT = 32_768;

    @TempDir
    Path certificateFolder;

    final List<Pod> pods = new ArrayList<>();

    /** A pod of the service. */
    record Pod(SlotTranscriber transcriber, RunningEnvoy envoy) {
        String name() {
            return RunningEnvoy.podName(envoy.proxy());
        }

        /** Returns the value of a counter or gauge of Envoy. */
        long stat(String name) throws IOException, InterruptedException {
            return envoy.stat(name);
        }
    }

    /** Starts pods and waits until each of them finds all of them healthy. */
    void startPods(int number, int slots) throws IOException {
        writeCertificate(certificateFolder);
        var ports = freePorts(number);
        for (var port : ports) {
            var transcriber = SlotTranscriber.start(slots);
            pods.add(new Pod(
                    transcriber,
                    RunningEnvoy.start(models -> models.upstream(transcriber.grpcPort(), transcriber.httpPort())
                            .peers(settings(port, ports)))));
        }
        pods.forEach(pod -> EnvoyFixture.eventually().until(() -> healthyPeers(pod) == number));
    }

    PeerSettings settings(int port, List<Integer> ports) {
        return new PeerSettings(
                port,
                ports.stream().map(peer -> new PeerAddress("127.0.0.1", peer)).toList(),
                certificateFolder.toString(),
                ports.size());
    }

    static long healthyPeers(Pod pod) throws IOException, InterruptedException {
        return pod.stat("cluster.peers.membership_healthy");
    }

    /**
     * Opens streams at once. Which of them get the slots of the pod that the client calls is not certain: that pod
     * serves each on a thread of its own.
     */
    static List<Call> openStreamsAtOnce(Channel channel, int number) throws InterruptedException {
        var calls =
                IntStream.range(0, number).mapToObj(index -> Call.open(channel)).toList();
        for (var call : calls) {
            call.send(0);
        }
        return calls;
    }

    /** Opens streams one after the other, so that the first ones get the slots of the pod that the client calls. */
    static List<Call> openStreams(Channel channel, int number) throws InterruptedException {
        var calls = new ArrayList<Call>();
        for (int i = 0; i < number; i++) {
            calls.addAll(openStreamsAtOnce(channel, 1));
        }
        return calls;
    }

    static void writeCertificate(Path folder) throws IOException {
        var certificate = SelfSignedCertificate.create("peers", InstantSource.system(), new SecureRandom());
        Files.writeString(folder.resolve("tls.crt"), certificate.certificate());
        Files.writeString(folder.resolve("tls.key"), certificate.privateKey());
    }

    /**
     * Returns ports below those that the kernel gives to outgoing connections. The Envoys that start first connect to
     * the ports of the others before these listen, and a connection must not occupy such a port.
     */
    private static List<Integer> freePorts(int number) {
        return ThreadLocalRandom.current()
                .ints(FIRST_PORT, FIRST_EPHEMERAL_PORT)
                .distinct()
                .filter(SpillOverFixture::isFree)
                .limit(number)
                .boxed()
                .toList();
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterEach
    void stopPods() throws IOException, InterruptedException {
        for (var pod : pods) {
            pod.envoy().close();
            pod.transcriber().close();
        }
    }
}
