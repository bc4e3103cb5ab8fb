package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A real transcriber that a test kills and starts again, at the same address. */
final class KilledTranscriber implements AutoCloseable {

    private final int port = freePort();
    private RunningProgram process = start();

    /** Returns HOST:PORT. */
    String endpoint() {
        return "127.0.0.1:" + port;
    }

    /** Sends SIGKILL, and starts the transcriber again. Returns when it serves. */
    void killAndRestart() {
        process.close();
        process.awaitExit();
        process = start();
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
                port,
                "--http-port",
                0,
                "--api-port",
                0,
                "--language",
                "en");
        assertThat(started.awaitReady()).isEqualTo(endpoint());
        return started;
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
