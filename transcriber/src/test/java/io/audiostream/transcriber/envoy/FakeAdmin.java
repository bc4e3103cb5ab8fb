package io.audiostream.transcriber.envoy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Envoy's administration interface on a Unix domain socket, which sends one fixed answer, or none. */
final class FakeAdmin implements AutoCloseable {

    private final List<String> requestLines = new CopyOnWriteArrayList<>();
    private final ServerSocketChannel server;
    private final Path socket;
    private final @Nullable String answer;

    private FakeAdmin(Path folder, @Nullable String answer) throws IOException {
        this.answer = answer;
        socket = folder.resolve("admin.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::serve);
    }

    static FakeAdmin answering(Path folder, String answer) throws IOException {
        return new FakeAdmin(folder, answer);
    }

    static FakeAdmin silent(Path folder) throws IOException {
        return new FakeAdmin(folder, null);
    }

    EnvoyAdminClient client() {
        return new EnvoyAdminClient(new AdminAddress("unix:" + socket));
    }

    List<String> requestLines() {
        return requestLines;
    }

    private void serve() {
        try {
            while (true) {
                answer(server.accept());
            }
        } catch (IOException e) {
            // The test has ended.
        }
    }

    private void answer(SocketChannel client) throws IOException {
        requestLines.add(new Scanner(Channels.newInputStream(client), StandardCharsets.US_ASCII).nextLine());
        if (answer != null) {
            try (client) {
                ByteBuffer unsent = ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8));
                while (unsent.hasRemaining()) {
                    client.write(unsent);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
