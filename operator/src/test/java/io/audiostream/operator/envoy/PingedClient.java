package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A minimal HTTP/2 client (RFC 9113) that records PINGs, which gRPC's own clients answer internally. It opens no
 * stream, so its connection is one without a call.
 */
final class PingedClient implements AutoCloseable {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int ACK = 1;

    /** Time to wait for an event, far above what a slow machine needs. */
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final Semaphore unawaitedPings = new Semaphore(0);
    private final CountDownLatch disconnected = new CountDownLatch(1);
    private final boolean answering;
    private final Socket socket;
    private volatile int pings;
    private long answeredAt;

    private PingedClient(RunningEnvoy envoy, boolean answering) throws IOException {
        this.answering = answering;
        socket = new Socket(
                InetAddress.getLoopbackAddress(), envoy.proxy().ports().listener());
        socket.getOutputStream().write(PREFACE);
        write(SETTINGS, 0, new byte[0]);
        Thread.ofPlatform().daemon().start(this::read);
    }

    /** Connects a client that answers every PING. */
    static PingedClient responsive(RunningEnvoy envoy) throws IOException {
        return new PingedClient(envoy, true);
    }

    /** Connects a client that answers no PING, like one whose network was lost. */
    static PingedClient unresponsive(RunningEnvoy envoy) throws IOException {
        return new PingedClient(envoy, false);
    }

    int pings() {
        return pings;
    }

    /** Waits until this many PINGs have arrived since the connection was opened. */
    void awaitPings(int count) throws InterruptedException {
        while (pings < count) {
            assertThat(unawaitedPings.tryAcquire(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .as("PING number %d arrives; disconnected: %s", pings + 1, !isConnected())
                    .isTrue();
        }
    }

    /** Returns the time from each answer until the next PING. */
    List<Duration> fromAnswerToNextPing() {
        return List.copyOf(pauses);
    }

    boolean isConnected() {
        return disconnected.getCount() > 0;
    }

    void awaitDisconnect() throws InterruptedException {
        assertThat(disconnected.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .as("Envoy closes the connection")
                .isTrue();
    }

    private void read() {
        try {
            var in = new DataInputStream(socket.getInputStream());
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                in.readInt();
                process(type, flags, in.readNBytes(length));
            }
        } catch (EOFException | SocketException e) {
            disconnected.countDown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void process(int type, int flags, byte[] payload) throws IOException {
        if ((flags & ACK) != 0) {
            return;
        }
        if (type == SETTINGS) {
            write(SETTINGS, ACK, new byte[0]);
        } else if (type == PING) {
            pingReceived(payload);
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // only the reading thread writes
    private void pingReceived(byte[] payload) throws IOException {
        if (pings > 0) {
            pauses.add(Duration.ofNanos(System.nanoTime() - answeredAt));
        }
        pings++;
        unawaitedPings.release();
        if (answering) {
            answeredAt = System.nanoTime();
            write(PING, ACK, payload);
        }
    }

    private synchronized void write(int type, int flags, byte[] payload) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(new byte[] {0, 0, (byte) payload.length, (byte) type, (byte) flags, 0, 0, 0, 0});
        out.write(payload);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
