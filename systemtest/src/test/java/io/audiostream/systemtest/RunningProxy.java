package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A proxy with TLS in front of a service, and a gRPC client connected to it. */
final class RunningProxy implements AutoCloseable {

    private final RunningProgram program;
    private final int port;
    private final TestCertificate certificate;
    private final ManagedChannel channel;

    RunningProxy(RunningProgram program, int port, TestCertificate certificate) {
        this.program = program;
        this.port = port;
        this.certificate = certificate;
        awaitListening();
        channel = newChannel();
    }

    /** Returns a port of 127.0.0.1 that nothing uses now. */
    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    int port() {
        return port;
    }

    ManagedChannel channel() {
        return channel;
    }

    private ManagedChannel newChannel() {
        return Grpc.newChannelBuilderForAddress(TestCertificate.HOST, port, certificate.channelCredentials())
                .build();
    }

    /** Posts a WAV file to the HTTP API, over HTTP/1.1. */
    HttpResponse<String> upload(ByteString wav) throws IOException, InterruptedException {
        byte[] head = ("--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
                        + "Content-Type: audio/wav\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] tail = "\r\n--XYZ--\r\n".getBytes(StandardCharsets.US_ASCII);
        return send(HttpRequest.newBuilder(uri("/v1/audio/transcriptions"))
                .version(Version.HTTP_1_1)
                .header("Content-Type", "multipart/form-data; boundary=XYZ")
                .POST(BodyPublishers.ofByteArrays(List.of(head, wav.toByteArray(), tail))));
    }

    URI uri(String path) {
        return URI.create("https://" + TestCertificate.HOST + ":" + port + path);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient http =
                HttpClient.newBuilder().sslContext(certificate.sslContext()).build()) {
            return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        }
    }

    private void awaitListening() {
        await().atMost(Timeouts.EVENT).untilAsserted(() -> {
            if (!program.isAlive()) {
                throw new IllegalStateException("the proxy ended: " + program.stderr());
            }
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
            } catch (IOException e) {
                throw new AssertionError(program.stderr(), e);
            }
        });
    }

    @Override
    public void close() {
        channel.shutdownNow();
        program.terminate();
        program.awaitExit();
        program.close();
    }
}
