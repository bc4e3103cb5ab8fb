package io.audiostream.transcriber.fetch;

import io.audiostream.commandline.AddressMask;

/**
 * The model cannot be fetched. The message gives the cause and, if it is known, the remedy. Addresses in it are masked.
 */
public final class FetchException extends Exception {

    FetchException(String message) {
        super(AddressMask.mask(message));
    }

    FetchException(String message, Throwable cause) {
        super(AddressMask.mask(message), cause);
    }
}
