package io.audiostream.transcriber.grpc;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server behind one address that is killed after a random number of bytes of each connection, in either direction.
 * Its connections are then reset, and another server, which knows nothing of their sessions, takes its place.
 */
final class KillableServer implements Closeable {

    /** Audio of about 12 s. */
    private static final int MAX_SENT_BYTES = 400_000;

    private static final int MAX_RECEIVED_BYTES = 3_000;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Random random;
    private final AtomicInteger kills = new AtomicInteger();
    private TestServer server = TestServer.ready();

    KillableServer(Random random) throws IOException {
        this.random = random;
        Thread.ofVirtual().start(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    int kills() {
        return kills.get();
    }

    private void acceptAll() {
        try {
            while (true) {
                relay(listener.accept());
            }
        } catch (IOException e) {
            // Closed: the test is over.
            return;
        }
    }

    private synchronized void relay(Socket client) throws IOException {
        var upstream = new Socket(InetAddress.getLoopbackAddress(), server.server.port());
        boolean whileSending = random.nextBoolean();
        var sent = new AtomicLong(whileSending ? random.nextInt(MAX_SENT_BYTES) : Long.MAX_VALUE);
        var received = new AtomicLong(whileSending ? Long.MAX_VALUE : random.nextInt(MAX_RECEIVED_BYTES));
        TestServer serving = server;
        Thread.ofVirtual().start(() -> copy(client, upstream, sent, serving));
        Thread.ofVirtual().start(() -> copy(upstream, client, received, serving));
    }

    private void copy(Socket from, Socket to, AtomicLong budget, TestServer serving) {
        byte[] bytes = new byte[1 << 12];
        try {
            for (int length = from.getInputStream().read(bytes);
                    length >= 0;
                    length = from.getInputStream().read(bytes)) {
                long left = budget.addAndGet(-length);
                to.getOutputStream().write(bytes, 0, (int) Math.max(0, Math.min(length, length + left)));
                if (left <= 0) {
                    reset(from, to);
                    kill(serving);
                    return;
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            reset(from, to);
        }
    }

    private static void reset(Socket... sockets) {
        for (Socket socket : sockets) {
            try (socket) {
                // Closes with RST, as the kernel does for a process that is killed.
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // The other direction has closed it.
                continue;
            }
        }
    }

    private synchronized void kill(TestServer serving) {
        if (serving == server) {
            server = TestServer.ready();
            kills.incrementAndGet();
            close(serving);
        }
    }

    private static void close(TestServer server) {
        try {
            server.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        listener.close();
        close(server);
    }
}
