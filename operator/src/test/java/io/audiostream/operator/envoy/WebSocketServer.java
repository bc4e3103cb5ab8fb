package io.audiostream.operator.envoy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Accepts one upgrade to a WebSocket, and then returns each line that it receives, in upper case. */
final class WebSocketServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    private WebSocketServer() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    static WebSocketServer start() throws IOException {
        return new WebSocketServer();
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        try (var client = socket.accept()) {
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            var upgrades = false;
            for (var line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                upgrades |= line.toLowerCase(Locale.ROOT).equals("upgrade: websocket");
            }
            write(
                    client,
                    upgrades
                            ? "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
                            : "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n");
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                write(client, line.toUpperCase(Locale.ROOT) + "\n");
            }
        } catch (IOException e) {
            // The test has ended.
        }
    }

    private static void write(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
