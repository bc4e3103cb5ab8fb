package io.audiostream.client.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Standard output in UTF-8, which prints at once. In the C locale, Java's own would print question marks. It keeps the
 * reason why it could not be written.
 */
final class StandardOutput extends PrintStream {

    /** The descriptor of standard output, on Linux and macOS. */
    private static final Path DESCRIPTOR = Path.of("/dev/fd/1");

    private static final int TYPE = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private final Failures failures;
    private final BooleanSupplier hasReader;

    /** @param hasReader whether another program reads the output: it is a pipe and neither a file nor a device */
    StandardOutput(OutputStream out, BooleanSupplier hasReader) {
        this(new Failures(out), hasReader);
    }

    private StandardOutput(Failures failures, BooleanSupplier hasReader) {
        super(failures, true, StandardCharsets.UTF_8);
        this.failures = failures;
        this.hasReader = hasReader;
    }

    /** Returns why the output is not written, as far as earlier prints have shown. */
    Optional<IOException> failure() {
        flush();
        return Optional.ofNullable(failures.first);
    }

    /**
     * Returns whether a failure means that the program which reads the output has closed it. The text of the exception
     * depends on the locale, and a pipe has no other failure.
     */
    boolean hasReader() {
        return hasReader.getAsBoolean();
    }

    /** Returns whether standard output is a pipe or a socket. */
    static boolean isPipe() {
        try {
            int type = (int) Files.getAttribute(DESCRIPTOR, "unix:mode") & TYPE;
            return type == PIPE || type == SOCKET;
        } catch (IOException | UnsupportedOperationException e) {
            // Another system: most outputs that fail are pipes.
            return true;
        }
    }

    private static final class Failures extends FilterOutputStream {

        private volatile @Nullable IOException first;

        Failures(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                }
                throw e;
            }
        }
    }
}
