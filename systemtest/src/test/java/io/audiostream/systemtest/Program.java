package io.audiostream.systemtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that runs, with what it has said so far. */
public final class Program implements AutoCloseable {

    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);

    private final String name;
    private final Process process;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final List<String> allOutput = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<Thread> readers;

    private Program(String name, Process process) {
        this.name = name;
        this.process = process;
        readers = List.of(
                Thread.ofVirtual()
                        .start(() -> read(process.inputReader(), line -> {
                            synchronized (allOutput) {
                                allOutput.add(line);
                            }
                            output.add(line);
                        })),
                Thread.ofVirtual()
                        .start(() -> read(process.errorReader(), line -> {
                            synchronized (errors) {
                                errors.add(line);
                            }
                        })));
    }

    public static Program start(Path program, Object... arguments) {
        List<String> command = Stream.concat(Stream.of(program), Arrays.stream(arguments))
                .map(Object::toString)
                .toList();
        try {
            var builder = new ProcessBuilder(command).directory(Installation.ROOT.toFile());
            return new Program(String.join(" ", command), builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of our own programs. */
    public static Program java(String module, Object... arguments) {
        Object[] all = Stream.concat(Stream.of("-jar", Installation.jar(module)), Arrays.stream(arguments))
                .toArray();
        return start(Installation.java(), all);
    }

    /** Waits for a line of standard output that begins with {@code prefix}; the rest of it. */
    public String awaitLine(String prefix) {
        try {
            while (true) {
                String line = output.poll(60, TimeUnit.SECONDS);
                if (line == null) {
                    throw new AssertionError(name + " did not say '" + prefix + "' but\n" + all());
                }
                if (line.startsWith(prefix)) {
                    return line.substring(prefix.length());
                }
                if (!process.isAlive() && output.isEmpty()) {
                    throw new AssertionError(name + " ended with " + process.exitValue() + ":\n" + all());
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for the end; the exit code. */
    public int exitCode() {
        try {
            if (!process.waitFor(LONGEST_RUN.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " did not end:\n" + all());
            }
            for (Thread reader : readers) {
                reader.join();
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What it said on standard output, when it has ended. */
    public String output() {
        synchronized (allOutput) {
            return String.join("\n", allOutput);
        }
    }

    public String errors() {
        synchronized (errors) {
            return String.join("\n", errors);
        }
    }

    /** SIGTERM. What it still says is heard: a {@link Process} that is destroyed would close its streams. */
    public void terminate() {
        process.toHandle().destroy();
    }

    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    private String all() {
        return output() + "\n" + errors();
    }

    private static void read(BufferedReader reader, java.util.function.Consumer<String> lines) {
        try (reader) {
            reader.lines().forEach(lines);
        } catch (IOException | UncheckedIOException e) {
            lines.accept("(its output broke off: " + e.getMessage() + ")");
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
