package io.audiostream.client.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import sun.misc.Signal;

/** Entry point of the command line. */
public final class AudiostreamMain {

    /** A strong reference: java.util.logging discards the level of a logger that is garbage-collected. */
    private static final Logger LIBRARIES = Logger.getLogger("io.grpc");

    private AudiostreamMain() {}

    public static void main(String[] arguments) {
        // The command reports failures itself; log lines of gRPC would interrupt the transcript.
        LIBRARIES.setLevel(Level.OFF);
        var interruption = new Interruption();
        Signal.handle(new Signal("INT"), signal -> {
            if (!interruption.request()) {
                // The second Ctrl-C: nothing more is waited for.
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED.value());
            }
        });
        int exitCode = AudiostreamCommand.execute(
                new Environment(
                        System.in,
                        new StandardOutput(new FileOutputStream(FileDescriptor.out), StandardOutput::isPipe),
                        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                        TerminalProbe.widthOfStandardError(),
                        TerminalProbe.isStandardInput(),
                        Ticker.system(),
                        interruption,
                        System.getenv()),
                arguments);
        System.exit(exitCode);
    }
}
