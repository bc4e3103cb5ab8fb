package io.audiostream.operator.envoy;

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
import java.util.concurrent.TimeUnit;

/**
 * Just enough of an HTTP/2 client (RFC 9113) to see PINGs come in, which gRPC's own clients answer without a word. It
 * opens no stream, so what it sees are PINGs on a connection without a call.
 */
final class PingedClient implements AutoCloseable {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int ACK = 1;

    private final List<Long> pingedAt = new CopyOnWriteArrayList<>();
    private final CountDownLatch disconnected = new CountDownLatch(1);
    private final boolean answering;
    private final Socket socket;

    private PingedClient(int port, boolean answering) throws IOException {
        this.answering = answering;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(PREFACE);
        write(SETTINGS, 0, new byte[0]);
        Thread.ofVirtual().start(this::read);
    }

    static PingedClient thatAnswers(int port) throws IOException {
        return new PingedClient(port, true);
    }

    static PingedClient thatIsDead(int port) throws IOException {
        return new PingedClient(port, false);
    }

    int pings() {
        return pingedAt.size();
    }

    /** Time between the PINGs so far. */
    List<Duration> intervals() {
        return java.util.stream.IntStream.range(1, pingedAt.size())
                .mapToObj(i -> Duration.ofNanos(pingedAt.get(i) - pingedAt.get(i - 1)))
                .toList();
    }

    boolean isDisconnectedWithin(Duration limit) throws InterruptedException {
        return disconnected.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void read() {
        try {
            var in = new DataInputStream(socket.getInputStream());
            while (true) {
                var length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                var type = in.readUnsignedByte();
                var flags = in.readUnsignedByte();
                in.readInt();
                take(type, flags, in.readNBytes(length));
            }
        } catch (EOFException | SocketException e) {
            disconnected.countDown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(int type, int flags, byte[] payload) throws IOException {
        if ((flags & ACK) != 0) {
            return;
        }
        if (type == SETTINGS) {
            write(SETTINGS, ACK, new byte[0]);
        } else if (type == PING) {
            pingedAt.add(System.nanoTime());
            if (answering) {
                write(PING, ACK, payload);
            }
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
