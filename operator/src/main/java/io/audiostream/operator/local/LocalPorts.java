package io.audiostream.operator.local;

import io.audiostream.operator.model.Ports;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports on loopback that nobody uses. */
final class LocalPorts {
    static final String HOST = "127.0.0.1";

    private LocalPorts() {}

    /**
     * Looks whether the ports are free, all of them before the first process starts.
     *
     * @param listener port of the listener beside the standard ports for the rest; 0: any free ports for all
     * @throws IOException when one is taken, naming the option that helps
     */
    static Ports choose(int listener) throws IOException {
        return listener == 0 ? anyFree() : free(listener);
    }

    private static Ports free(int listener) throws IOException {
        var standard = Ports.STANDARD;
        var ports = new Ports(listener, standard.transcriberGrpc(), standard.transcriberHttp(), standard.envoyAdmin());
        try (var held = new Held()) {
            held.take(ports.listener(), "the endpoint; name another with --port N, or take any free one with --port 0");
            for (var port : List.of(ports.transcriberGrpc(), ports.transcriberHttp(), ports.envoyAdmin())) {
                held.take(port, "a process behind the endpoint; --port 0 takes free ports for all of them");
            }
        }
        return ports;
    }

    private static Ports anyFree() throws IOException {
        try (var held = new Held()) {
            return new Ports(held.any(), held.any(), held.any(), held.any());
        }
    }

    /** Holds all of them at once, so that no two are the same. */
    private static final class Held implements Closeable {
        private final List<ServerSocket> sockets = new ArrayList<>();

        int any() throws IOException {
            return bind(0).getLocalPort();
        }

        void take(int port, String purpose) throws IOException {
            try {
                bind(port);
            } catch (BindException e) {
                throw new IOException(
                        "port " + port + " of " + HOST + " is taken (" + e.getMessage() + "); it is for " + purpose, e);
            }
        }

        private ServerSocket bind(int port) throws IOException {
            var socket = new ServerSocket(port, 1, InetAddress.getByName(HOST));
            sockets.add(socket);
            return socket;
        }

        @Override
        public void close() throws IOException {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }
}
