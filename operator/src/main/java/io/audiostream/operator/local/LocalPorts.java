package io.audiostream.operator.local;

import io.audiostream.operator.model.Ports;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Free ports on loopback. */
final class LocalPorts {
    static final String HOST = "127.0.0.1";

    private LocalPorts() {}

    /**
     * Chooses the ports of all processes and checks that they are free, before the first process starts.
     *
     * @param listener port of the listener, with the standard ports for the other processes; 0: any free ports for all
     * @throws IOException when a port is taken; the message names the option that helps
     */
    static Ports choose(int listener) throws IOException {
        return listener == 0 ? anyPorts() : standardPorts(listener);
    }

    /** Returns whether a process listens on the port. */
    static boolean isListening(int port) {
        try (var _ = new Socket(HOST, port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Ports standardPorts(int listener) throws IOException {
        var standard = Ports.STANDARD;
        var ports = new Ports(
                listener,
                standard.transcriberGrpc(),
                standard.transcriberApi(),
                standard.transcriberHttp(),
                standard.authorization());
        try (var reservation = new Reservation()) {
            reservation.reserve(
                    ports.listener(), "the endpoint; name another with --port N, or take any free one with --port 0");
            for (var port : List.of(
                    ports.transcriberGrpc(), ports.transcriberApi(), ports.transcriberHttp(), ports.authorization())) {
                reservation.reserve(port, "a process behind the endpoint; --port 0 takes free ports for all of them");
            }
        }
        return ports;
    }

    private static Ports anyPorts() throws IOException {
        try (var reservation = new Reservation()) {
            return new Ports(
                    reservation.reserveAny(),
                    reservation.reserveAny(),
                    reservation.reserveAny(),
                    reservation.reserveAny(),
                    reservation.reserveAny());
        }
    }

    /** Binds all ports at the same time, so that they differ from each other. */
    private static final class Reservation implements Closeable {
        private final List<ServerSocket> sockets = new ArrayList<>();

        int reserveAny() throws IOException {
            return bind(0).getLocalPort();
        }

        void reserve(int port, String purpose) throws IOException {
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
