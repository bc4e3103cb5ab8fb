package io.audiostream.commandline;

/**
 * Thrown when an environment variable has an invalid value. The message names the variable, the value and the remedy.
 */
public final class InvalidEnvironmentException extends RuntimeException {

    public InvalidEnvironmentException(String message) {
        super(message);
    }

    public InvalidEnvironmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
