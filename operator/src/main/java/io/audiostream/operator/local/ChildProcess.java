package io.audiostream.operator.local;

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

/** A process of ours: its output is kept for the day it fails, and shown only to who asked for it. Thread-safe. */
final class ChildProcess {
    private static final int KEPT_LINES = 30;

    /** A process that got SIGKILL is gone as soon as the system gets to it. */
    private static final Duration KILL = Duration.ofSeconds(5);

    private final String name;
    private final Process process;
    private final Thread reader;
    private final Deque<String> lastLines = new ArrayDeque<>();

    private ChildProcess(String name, Process process, Output output) {
        this.name = name;
        this.process = process;
        this.reader = Thread.ofVirtual().start(() -> read(output));
    }

    /** Where lines of children go. */
    record Output(PrintWriter writer, boolean verbose) {
        void line(String name, String line) {
            if (verbose) {
                writer.println(name + " | " + line);
                writer.flush();
            }
        }
    }

    /**
     * Starts a program.
     *
     * @param name what messages call it
     * @param environment variables that it has beside this process's own
     * @throws IOException when it cannot be started at all
     */
    static ChildProcess start(
            String name, List<String> command, List<String> arguments, Map<String, String> environment, Output output)
            throws IOException {
        var builder = builder(command, arguments).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ChildProcess(name, builder.start(), output);
    }

    /** Starts a program whose standard error is this process's, for progress that people watch. */
    static ChildProcess startVisibly(String name, List<String> command, List<String> arguments) throws IOException {
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

    /** Completes when the process has ended. */
    CompletableFuture<ChildProcess> ended() {
        return process.onExit().thenApply(ended -> this);
    }

    /** Whether an ended process says that it failed. */
    boolean failed() {
        return process.exitValue() != 0;
    }

    /**
     * Why the process ended, for people: its exit code and its last lines.
     *
     * @throws InterruptedException when interrupted while its output is read to the end
     */
    String exitReport() throws InterruptedException {
        reader.join(KILL);
        var text = new StringBuilder(name + " ended with exit code " + process.exitValue());
        synchronized (lastLines) {
            text.append(lastLines.isEmpty() ? "" : "; its last lines:");
            lastLines.forEach(line -> text.append("\n  ").append(line));
        }
        return text.toString();
    }

    /** Asks the process to end, and kills it when it has not within the limit. */
    void stop(Duration limit) throws InterruptedException {
        // Not Process.destroy(): that also closes the pipe into which the process still writes while it drains.
        process.toHandle().destroy();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor(KILL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void read(Output output) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                keep(line);
                output.line(name, line);
            }
        } catch (IOException e) {
            // The stream of a process that was killed may break in the middle of a line.
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void keep(String line) {
        synchronized (lastLines) {
            lastLines.addLast(line);
            if (lastLines.size() > KEPT_LINES) {
                lastLines.removeFirst();
            }
        }
    }
}
