package io.audiostream.transcriber.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A call of TranscribeAudio over a connection of its own, written frame by frame. A client of grpc-java copies a whole
 * message before it sends the first byte; this one holds a frame, so a test can run more large calls than its memory
 * holds messages, and stop within a message.
 */
public final class RawCall implements AutoCloseable {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int WINDOW_UPDATE = 8;
    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int INITIAL_WINDOW_SETTING = 4;
    private static final int INITIAL_WINDOW = 65_535;
    private static final int MAX_FRAME = 16_384;
    private static final int STREAM = 1;

    private final Socket socket;
    private final DataOutputStream out;
    private final DataInputStream in;
    private final CompletableFuture<Status.Code> end = new CompletableFuture<>();

    @GuardedBy("this")
    private int connectionWindow = INITIAL_WINDOW;

    @GuardedBy("this")
    private int streamWindow = INITIAL_WINDOW;

    @GuardedBy("this")
    private int initialWindow = INITIAL_WINDOW;

    /** Connects and sends the headers of the call. */
    public RawCall(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        in = new DataInputStream(socket.getInputStream());
        out.write(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        frame(SETTINGS, 0, 0, new byte[0]);
        frame(HEADERS, END_HEADERS, STREAM, headers());
        Thread.startVirtualThread(this::read);
    }

    /** Sends the beginning of a message. */
    public void begin(byte[] beginning, int messageBytes) throws IOException {
        data(ByteBuffer.allocate(5).put((byte) 0).putInt(messageBytes).array(), 0);
        data(beginning, 0);
    }

    /**
     * Sends a message and the end of the call, as fast as the server reads.
     *
     * @param beginning the bytes before the zeros
     * @param zeros number of zero bytes
     */
    public void send(byte[] beginning, int zeros) {
        try {
            begin(beginning, beginning.length + zeros);
            byte[] block = new byte[MAX_FRAME];
            for (int left = zeros; left > 0 && !end.isDone(); left -= block.length) {
                data(left < block.length ? new byte[left] : block, left <= block.length ? END_STREAM : 0);
            }
        } catch (IOException e) {
            // The server has ended the call; its status is the result.
            end.completeOnTimeout(Status.Code.UNKNOWN, 1, TimeUnit.SECONDS);
        }
    }

    /** Waits for the end of the call. */
    public Status.Code status(Duration timeout) {
        return end.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private void data(byte[] bytes, int flags) throws IOException {
        int sent = 0;
        while (sent < bytes.length) {
            int length = takeWindow(Math.min(bytes.length - sent, MAX_FRAME));
            if (length == 0) {
                throw new IOException("the call has ended");
            }
            byte[] part = java.util.Arrays.copyOfRange(bytes, sent, sent + length);
            sent += length;
            frame(DATA, sent == bytes.length ? flags : 0, STREAM, part);
        }
    }

    /** Waits for a window. Returns 0 if the call ends. */
    private synchronized int takeWindow(int wanted) throws IOException {
        try {
            while (Math.min(connectionWindow, streamWindow) <= 0 && !end.isDone()) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        if (end.isDone()) {
            return 0;
        }
        int length = Math.min(wanted, Math.min(connectionWindow, streamWindow));
        connectionWindow -= length;
        streamWindow -= length;
        return length;
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        synchronized (out) {
            out.writeByte(payload.length >> 16);
            out.writeShort(payload.length);
            out.writeByte(type);
            out.writeByte(flags);
            out.writeInt(stream);
            out.write(payload);
            out.flush();
        }
    }

    private void read() {
        try {
            while (!end.isDone()) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                byte[] payload = in.readNBytes(length);
                receive(type, flags, stream, ByteBuffer.wrap(payload));
            }
        } catch (IOException | Http2Exception e) {
            end.completeExceptionally(e);
        }
        synchronized (this) {
            notifyAll();
        }
    }

    private void receive(int type, int flags, int stream, ByteBuffer payload) throws IOException, Http2Exception {
        switch (type) {
            case WINDOW_UPDATE -> grow(stream, payload.getInt());
            case SETTINGS -> {
                if ((flags & ACK) == 0) {
                    applySettings(payload);
                    frame(SETTINGS, ACK, 0, new byte[0]);
                }
            }
            case PING -> {
                if ((flags & ACK) == 0) {
                    frame(PING, ACK, 0, payload.array());
                }
            }
            case HEADERS -> {
                if ((flags & END_STREAM) != 0) {
                    Http2Headers trailers = new DefaultHttp2HeadersDecoder(false)
                            .decodeHeaders(STREAM, Unpooled.wrappedBuffer(payload.array()));
                    int code = Integer.parseInt(String.valueOf(trailers.get("grpc-status")));
                    end.complete(Status.fromCodeValue(code).getCode());
                }
            }
            case RST_STREAM -> end.complete(Status.Code.CANCELLED);
            default -> {}
        }
    }

    private synchronized void grow(int stream, int bytes) {
        if (stream == 0) {
            connectionWindow += bytes;
        } else {
            streamWindow += bytes;
        }
        notifyAll();
    }

    private synchronized void applySettings(ByteBuffer settings) {
        while (settings.hasRemaining()) {
            int setting = settings.getShort();
            int value = settings.getInt();
            if (setting == INITIAL_WINDOW_SETTING) {
                streamWindow += value - initialWindow;
                initialWindow = value;
            }
        }
        notifyAll();
    }

    /** Returns the headers as literals, which need no table. */
    private static byte[] headers() {
        var block = new ByteArrayOutputStream();
        String[][] headers = {
            {":method", "POST"},
            {":scheme", "http"},
            {":path", "/audiostream.AudioStreamService/TranscribeAudio"},
            {":authority", "localhost"},
            {"content-type", "application/grpc"},
            {"te", "trailers"}
        };
        for (String[] header : headers) {
            block.write(0);
            for (String part : header) {
                block.write(part.length());
                block.writeBytes(ascii(part));
            }
        }
        return block.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
