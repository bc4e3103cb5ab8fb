package io.audiostream.transcriber.http;

import java.io.IOException;

/** Signals that the client closed its connection before the end of the response. */
final class ClientDisconnectedException extends Exception {

    ClientDisconnectedException() {
        super("the client disconnected before the response");
    }

    ClientDisconnectedException(IOException cause) {
        super("the client disconnected during the response", cause);
    }
}
