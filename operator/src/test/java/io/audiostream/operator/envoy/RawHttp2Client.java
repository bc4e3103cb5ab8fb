package io.audiostream.operator.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.AudioStreamServiceGrpc;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An HTTP/2 client (RFC 9113) that sends single frames, also those that no proper client sends. */
final class RawHttp2Client implements AutoCloseable {
    static final int DATA = 0;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADERS = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int SMALL_BUFFER = 4096;

    private final LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Socket socket = new Socket();

    /** A received frame. */
    record Frame(int type, byte[] payload) {}

    private RawHttp2Client(RunningEnvoy envoy, boolean reading) throws IOException {
        if (!reading) {
            socket.setReceiveBufferSize(SMALL_BUFFER);
        }
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), envoy.proxy().ports().listener()));
        write(PREFACE);
        write(frame(SETTINGS, 0, 0));
        if (reading) {
            Thread.ofPlatform().daemon().start(this::read);
        }
    }

    static RawHttp2Client reading(RunningEnvoy envoy) throws IOException {
        return new RawHttp2Client(envoy, true);
    }

    /** Connects a client that reads nothing. */
    static RawHttp2Client notReading(RunningEnvoy envoy) throws IOException {
        return new RawHttp2Client(envoy, false);
    }

    /** Renders a frame. */
    static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** Renders the headers of a StreamAudio call in HPACK (RFC 7541), without its dynamic table. */
    static byte[] callHeaders(int stream) {
        var block = new ByteArrayOutputStream();
        block.writeBytes(new byte[] {(byte) 0x83, (byte) 0x86}); // :method POST, :scheme http
        field(block, new byte[] {0x01}, "test"); // :authority
        var path = "/" + AudioStreamServiceGrpc.getStreamAudioMethod().getFullMethodName();
        field(block, new byte[] {0x04}, path); // :path
        field(block, new byte[] {0x0f, 0x10}, "application/grpc"); // content-type
        block.write(0);
        text(block, "te");
        text(block, "trailers");
        return frame(HEADERS, END_HEADERS, stream, block.toByteArray());
    }

    private static void field(ByteArrayOutputStream block, byte[] nameIndex, String value) {
        block.writeBytes(nameIndex);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        block.write(text.length());
        block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Sends bytes, and returns whether the connection took them. */
    boolean send(byte[] bytes) {
        try {
            write(bytes);
            return true;
        } catch (IOException e) {
            return false; // Envoy has closed the connection.
        }
    }

    private synchronized void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Waits for the next frame of a type. */
    Frame await(int type) throws InterruptedException {
        while (true) {
            var frame = frames.poll(EnvoyFixture.EVENT_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            assertThat(frame)
                    .as("a frame of type %d arrives; the connection is closed: %s", type, closed.getCount() == 0)
                    .isNotNull();
            if (frame.type() == type) {
                return frame;
            }
        }
    }

    void awaitClosed() throws InterruptedException {
        assertThat(closed.await(EnvoyFixture.EVENT_TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .as("Envoy closes the connection")
                .isTrue();
    }

    private void read() {
        try {
            var in = new DataInputStream(socket.getInputStream());
            while (true) {
                var length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                var type = in.readUnsignedByte();
                var flags = in.readUnsignedByte();
                in.readInt();
                var payload = in.readNBytes(length);
                if (flags != ACK && (type == SETTINGS || type == PING)) {
                    write(frame(type, ACK, 0, type == PING ? payload : new byte[0]));
                }
                frames.add(new Frame(type, payload));
            }
        } catch (IOException e) {
            closed.countDown();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
