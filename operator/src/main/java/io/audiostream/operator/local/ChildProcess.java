package io.audiostream.operator.local;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A child process. It keeps the last lines of its output for the report of a failure, and prints all lines only with
 * {@code --verbose}. Thread-safe.
 */
final class ChildProcess {
    private static final int MAX_LINES = 30;

    /** Time for the system to end a process after SIGKILL. */
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);

    private final String name;
    private final Process process;
    private final Thread reader;

    @GuardedBy("lastLines")
    private final Deque<String> lastLines = new ArrayDeque<>();

    private ChildProcess(String name, Process process, Output output) {
        this.name = name;
        this.process = process;
        this.reader = Thread.ofVirtual().start(() -> read(output));
    }

    /** Receives the output lines of child processes. */
    record Output(PrintWriter writer, boolean verbose) {
        void print(String name, String line) {
            if (verbose) {
                writer.println(name + " | " + line);
                writer.flush();
            }
        }
    }

    /**
     * Starts a program.
     *
     * @param name name in messages
     * @param environment environment variables in addition to those of this process
     * @throws IOException when the program does not start
     */
    static ChildProcess start(
            String name, List<String> command, List<String> arguments, Map<String, String> environment, Output output)
            throws IOException {
        var builder = builder(command, arguments).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ChildProcess(name, builder.start(), output);
    }

    /** Starts a program that inherits standard error, to show its progress. */
    static ChildProcess startWithInheritedStderr(String name, List<String> command, List<String> arguments)
            throws IOException {
        var process =
                builder(command, arguments).redirectError(Redirect.INHERIT).start();
        return new ChildProcess(name, process, new Output(new PrintWriter(Writer.nullWriter()), false));
    }

    private static ProcessBuilder builder(List<String> command, List<String> arguments) {
        return new ProcessBuilder(
                Stream.concat(command.stream(), arguments.stream()).toList());
    }

    String name() {
        return name;
    }

    /** Returns a future that completes when the process has exited. */
    CompletableFuture<ChildProcess> exited() {
        return process.onExit().thenApply(exited -> this);
    }

    /** Returns whether the exited process failed. */
    boolean failed() {
        return process.exitValue() != 0;
    }

    /**
     * Returns a report for people: the exit code and the last lines of the exited process.
     *
     * @throws InterruptedException when interrupted while reading the rest of the output
     */
    String exitReport() throws InterruptedException {
        reader.join(KILL_TIMEOUT);
        var text = new StringBuilder(name + " exited with code " + process.exitValue());
        synchronized (lastLines) {
            text.append(lastLines.isEmpty() ? "" : "; its last lines:");
            lastLines.forEach(line -> text.append("\n  ").append(line));
        }
        return text.toString();
    }

    /** Sends SIGTERM, and SIGKILL if the process has not exited within the timeout. */
    void stop(Duration timeout) throws InterruptedException {
        // Process.destroy() would also close the pipe to which the process still writes while it drains.
        process.toHandle().destroy();
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor(KILL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void read(Output output) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                retain(line);
                output.print(name, line);
            }
        } catch (IOException e) {
            // The output of a killed process may end within a line.
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void retain(String line) {
        synchronized (lastLines) {
            lastLines.addLast(line);
            if (lastLines.size() > MAX_LINES) {
                lastLines.removeFirst();
            }
        }
    }
}
