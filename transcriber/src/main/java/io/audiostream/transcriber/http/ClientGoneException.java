package io.audiostream.transcriber.http;

/** The client did not wait for its answer. */
final class ClientGoneException extends Exception {

    ClientGoneException() {
        super("the client went away");
    }
}
