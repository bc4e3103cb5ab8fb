package io.audiostream.client.cli;

/**
 * Standard output cannot be written: its reader has closed it, as {@code head} does when it has enough, or it is full.
 */
final class OutputException extends RuntimeException {

    OutputException() {
        super("standard output cannot be written");
    }
}
