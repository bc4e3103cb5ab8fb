package io.audiostream.operator.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy in front of a server, which delays what the server sends. Requests reach the server at once, and each
 * answer reaches the client a fixed time after the server has sent it. The order of the bytes stays.
 */
public final class SlowProxy implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 16;

    private final ServerSocket listener;
    private final URI target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Duration delay = Duration.ZERO;

    private SlowProxy(ServerSocket listener, URI target) {
        this.listener = listener;
        this.target = target;
    }

    /** Starts a proxy without delay on a free port of the loopback interface. */
    public static SlowProxy to(URI target) throws IOException {
        var proxy = new SlowProxy(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), target);
        Thread.startVirtualThread(proxy::accept);
        return proxy;
    }

    /** The address of the proxy, with the scheme of the server. */
    public URI address() {
        return URI.create(target.getScheme() + "://127.0.0.1:" + listener.getLocalPort());
    }

    /** Sets the delay of all answers from now on, also those of open connections. */
    public void delayAnswers(Duration delay) {
        this.delay = delay;
    }

    private void accept() {
        try {
            while (true) {
                var client = register(listener.accept());
                var server = register(new Socket(target.getHost(), target.getPort()));
                var answers = new DelayQueue<Chunk>();
                Thread.startVirtualThread(() -> forward(client, server));
                Thread.startVirtualThread(() -> receive(server, answers));
                Thread.startVirtualThread(() -> send(answers, client));
            }
        } catch (IOException e) {
            closeAll(); // the proxy or the server has stopped
        }
    }

    private Socket register(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    private static void forward(Socket client, Socket server) {
        try (client;
                server) {
            client.getInputStream().transferTo(server.getOutputStream());
        } catch (IOException e) {
            // Either side has closed the connection.
        }
    }

    private void receive(Socket server, DelayQueue<Chunk> answers) {
        var sequence = 0L;
        var due = System.nanoTime();
        try (server) {
            InputStream in = server.getInputStream();
            var buffer = new byte[CHUNK_BYTES];
            for (var length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                due = Math.max(due, System.nanoTime() + delay.toNanos());
                answers.add(new Chunk(Arrays.copyOf(buffer, length), due, sequence++));
            }
        } catch (IOException e) {
            // Either side has closed the connection.
        }
        answers.add(new Chunk(new byte[0], due, sequence));
    }

    private void send(DelayQueue<Chunk> answers, Socket client) {
        try (client) {
            OutputStream out = client.getOutputStream();
            for (var chunk = answers.take(); chunk.bytes.length > 0; chunk = answers.take()) {
                out.write(chunk.bytes);
                out.flush();
            }
        } catch (IOException e) {
            // The client has closed the connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(client);
        }
    }

    private void closeAll() {
        for (var socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closeAll();
    }

    /**
     * Bytes of the server.
     *
     * @param bytes empty at the end of the connection
     * @param due the time to send them, of {@link System#nanoTime}
     * @param sequence position in the connection
     */
    private record Chunk(byte[] bytes, long due, long sequence) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(sequence, ((Chunk) other).sequence);
        }
    }
}
