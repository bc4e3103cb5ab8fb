package io.audiostream.operator.envoy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connections that send a few bytes, or none, and then wait. One thread watches all of them. */
final class SilentConnections implements AutoCloseable {
    private final List<SocketChannel> channels = new ArrayList<>();
    private final Selector selector = Selector.open();

    private SilentConnections() throws IOException {}

    /** @param first bytes that each connection sends */
    static SilentConnections open(RunningEnvoy envoy, int count, byte[] first) throws IOException {
        var connections = new SilentConnections();
        var address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), envoy.proxy().ports().listener());
        for (int i = 0; i < count; i++) {
            var channel = SocketChannel.open(address);
            channel.write(ByteBuffer.wrap(first));
            channel.configureBlocking(false).register(connections.selector, SelectionKey.OP_READ);
            connections.channels.add(channel);
        }
        return connections;
    }

    /** Returns how many connections are open, after it has read what Envoy sent. */
    long stillOpen() throws IOException {
        selector.selectNow(key -> read((SocketChannel) key.channel()));
        return channels.stream().filter(SocketChannel::isOpen).count();
    }

    private static void read(SocketChannel channel) {
        try {
            if (channel.read(ByteBuffer.allocate(1024)) < 0) {
                channel.close();
            }
        } catch (IOException e) {
            closeAfterReset(channel);
        }
    }

    private static void closeAfterReset(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (var channel : channels) {
            channel.close();
        }
        selector.close();
    }
}
