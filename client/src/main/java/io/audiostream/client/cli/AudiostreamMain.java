package io.audiostream.client.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts the command line. */
public final class AudiostreamMain {

    /** Held, because the logging library forgets the settings of loggers that nobody holds. */
    private static final Logger LIBRARIES = Logger.getLogger("io.grpc");

    private AudiostreamMain() {}

    public static void main(String[] arguments) {
        // Failures are told as sentences; a library's log lines would only break into the text.
        LIBRARIES.setLevel(Level.OFF);
        int exitCode = AudiostreamCommand.execute(
                new Environment(
                        System.in,
                        utf8(FileDescriptor.out),
                        utf8(FileDescriptor.err),
                        TerminalProbe.widthOfStandardError(),
                        Ticker.system()),
                arguments);
        System.exit(exitCode);
    }

    /** Text is UTF-8 whatever the locale is: in the C locale Java would print question marks. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
