package io.audiostream.transcriber.http;

/** Signals that the client closed its connection before the response. */
final class ClientDisconnectedException extends Exception {

    ClientDisconnectedException() {
        super("the client disconnected before the response");
    }
}
