package io.audiostream.transcriber.envoy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * One connection for one request, over TCP or a Unix domain socket, for which Java's HTTP client has no support. The
 * time and the size of the exchange are bounded. Not thread-safe.
 */
final class AdminConnection implements AutoCloseable {

    private static final int MAX_RESPONSE_BYTES = 4 << 20;
    private static final int READ_BYTES = 64 << 10;

    private final AdminAddress address;
    private final Duration timeout;
    private final long deadlineNanos;
    private final Selector selector = Selector.open();
    private final SocketChannel channel;

    /** @param timeout time for the whole exchange */
    AdminConnection(AdminAddress address, Duration timeout) throws IOException {
        this.address = address;
        this.timeout = timeout;
        deadlineNanos = System.nanoTime() + timeout.toNanos();
        channel = SocketChannel.open(address.family());
    }

    /**
     * Sends a request and returns the response, up to the end of the connection.
     *
     * @throws IOException if Envoy cannot be reached, or does not answer in time, or its response is larger than 4 MiB
     */
    byte[] exchange(byte[] request) throws IOException {
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, 0);
        boolean connected = channel.connect(address.resolve());
        while (!connected) {
            await(key, SelectionKey.OP_CONNECT);
            connected = channel.finishConnect();
        }
        ByteBuffer unsent = ByteBuffer.wrap(request);
        while (unsent.hasRemaining()) {
            if (channel.write(unsent) == 0) {
                await(key, SelectionKey.OP_WRITE);
            }
        }
        return readToEnd(key);
    }

    private byte[] readToEnd(SelectionKey key) throws IOException {
        var response = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
        for (int count = channel.read(buffer); count >= 0; count = channel.read(buffer.clear())) {
            response.write(buffer.array(), 0, count);
            if (response.size() > MAX_RESPONSE_BYTES) {
                throw new IOException("the response is larger than " + MAX_RESPONSE_BYTES + " bytes");
            }
            if (count == 0) {
                await(key, SelectionKey.OP_READ);
            }
        }
        return response.toByteArray();
    }

    private void await(SelectionKey key, int operation) throws IOException {
        long millis = Duration.ofNanos(deadlineNanos - System.nanoTime()).toMillis();
        key.interestOps(operation);
        if (millis <= 0 || selector.select(millis) == 0) {
            throw new SocketTimeoutException("no answer within " + timeout.toMillis() + " ms");
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        try (selector) {
            channel.close();
        }
    }
}
