package io.audiostream.client.cli;

/** The reader of standard output has closed it, as {@code head} does when it has enough. */
final class OutputClosedException extends RuntimeException {

    OutputClosedException() {
        super("the reader of standard output has closed it");
    }
}
