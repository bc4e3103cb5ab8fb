package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A real transcriber behind the real Envoy, as in a pod. A test kills it and starts it again, and Envoy runs on, as
 * when the kernel kills the container for its memory.
 */
final class KilledTranscriber implements AutoCloseable {

    /** The ports of a pod: of Envoy, and of the transcriber for gRPC, HTTP, probes and authorization. */
    private static final List<Integer> POD_PORTS = List.of(50051, 50052, 8002, 8001, 8003);

    private static final Pattern POD_PORT =
            Pattern.compile(POD_PORTS.stream().map(String::valueOf).collect(Collectors.joining("|", "\\b(", ")\\b")));

    private final Map<Integer, Integer> ports = freePorts();
    private final RunningProgram envoy;
    private RunningProgram transcriber;

    /** @param folder an empty folder, for Envoy's configuration */
    KilledTranscriber(Path folder) {
        configureEnvoy(folder);
        envoy = RunningProgram.start(
                TestPaths.envoy(),
                "--config-path",
                folder.resolve("bootstrap.yaml"),
                "--disable-hot-restart",
                "--log-level",
                "warning");
        transcriber = start();
    }

    /** Returns HOST:PORT of Envoy. */
    String endpoint() {
        return "127.0.0.1:" + ports.get(50051);
    }

    /** Returns HOST:PORT of the transcriber, past Envoy. */
    String transcriberEndpoint() {
        return "127.0.0.1:" + ports.get(50052);
    }

    /** Sends SIGKILL, and starts the transcriber again. Returns when it serves. */
    void killAndRestart() {
        transcriber.close();
        transcriber.awaitExit();
        transcriber = start();
    }

    private RunningProgram start() {
        RunningProgram started = RunningProgram.startJar(
                "transcriber",
                "serve",
                "--model-file",
                TestPaths.ct2Model(),
                "--host",
                "127.0.0.1",
                "--grpc-port",
                ports.get(50052),
                "--http-host",
                "127.0.0.1",
                "--http-port",
                ports.get(8001),
                "--api-port",
                ports.get(8002),
                "--language",
                "en");
        assertThat(started.awaitReady()).isEqualTo(transcriberEndpoint());
        return started;
    }

    /** Writes the configuration of a pod, with ports that are free on this machine. */
    private void configureEnvoy(Path folder) {
        try (RunningProgram rendering = RunningProgram.startJar(
                "operator",
                "envoy-config",
                "-f",
                TestPaths.ROOT.resolve("deploy/examples/minimal.yaml"),
                "--output",
                folder)) {
            assertThat(rendering.awaitExit()).as(rendering::stderr).isZero();
            for (String file : rendering.stdout().lines().toList()) {
                String text = Files.readString(Path.of(file));
                Files.writeString(
                        Path.of(file),
                        POD_PORT.matcher(text)
                                .replaceAll(port -> String.valueOf(ports.get(Integer.valueOf(port.group())))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reserves all ports before it frees any, so that they differ. */
    private static Map<Integer, Integer> freePorts() {
        List<ServerSocket> sockets =
                IntStream.range(0, POD_PORTS.size()).mapToObj(_ -> listen()).toList();
        Map<Integer, Integer> ports = IntStream.range(0, POD_PORTS.size())
                .boxed()
                .collect(Collectors.toMap(POD_PORTS::get, i -> sockets.get(i).getLocalPort()));
        for (ServerSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ports;
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        transcriber.close();
        envoy.close();
    }
}
