package io.audiostream.systemtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A process, with its output so far. Closing it kills the process and its children. */
public final class RunningProgram implements AutoCloseable {

    private static final String READY = "READY ";

    private final String commandLine;
    private final Process process;
    private final BlockingQueue<String> unreadLines = new LinkedBlockingQueue<>();
    private final List<String> stdout = new ArrayList<>();
    private final List<String> stderr = new ArrayList<>();
    private final List<Thread> readers;

    private RunningProgram(String commandLine, Process process) {
        this.commandLine = commandLine;
        this.process = process;
        readers = List.of(
                Thread.ofVirtual()
                        .start(() -> read(process.inputReader(), line -> {
                            synchronized (stdout) {
                                stdout.add(line);
                            }
                            unreadLines.add(line);
                        })),
                Thread.ofVirtual()
                        .start(() -> read(process.errorReader(), line -> {
                            synchronized (stderr) {
                                stderr.add(line);
                            }
                        })));
    }

    /** Starts a program in the root of the repository. */
    public static RunningProgram start(Path program, Object... arguments) {
        List<String> command = Stream.concat(Stream.of(program), Arrays.stream(arguments))
                .map(Object::toString)
                .toList();
        try {
            var builder = new ProcessBuilder(command).directory(TestPaths.ROOT.toFile());
            return new RunningProgram(String.join(" ", command), builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the jar of a module. */
    public static RunningProgram startJar(String module, Object... arguments) {
        Object[] all = Stream.concat(Stream.of("-jar", TestPaths.jar(module)), Arrays.stream(arguments))
                .toArray();
        return start(TestPaths.java(), all);
    }

    /** Waits for the line {@code READY HOST:PORT} on standard output and returns HOST:PORT. */
    public String awaitReady() {
        long deadline = System.nanoTime() + Timeouts.EVENT.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                String line = unreadLines.poll(100, TimeUnit.MILLISECONDS);
                if (line != null && line.startsWith(READY)) {
                    return line.substring(READY.length());
                }
                if (line == null && readers.stream().noneMatch(Thread::isAlive)) {
                    throw new AssertionError(commandLine + " ended with " + awaitExit() + ":\n" + output());
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError(commandLine + " did not print '" + READY + "' but\n" + output());
    }

    /** Waits until the process has ended and returns its exit code. */
    public int awaitExit() {
        try {
            if (!process.waitFor(Timeouts.COMMAND.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(commandLine + " did not end:\n" + output());
            }
            for (Thread reader : readers) {
                reader.join();
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns standard output so far; all of it after {@link #awaitExit}. */
    public String stdout() {
        synchronized (stdout) {
            return String.join("\n", stdout);
        }
    }

    /** Returns standard error so far; all of it after {@link #awaitExit}. */
    public String stderr() {
        synchronized (stderr) {
            return String.join("\n", stderr);
        }
    }

    /** Sends SIGTERM and keeps reading the output, which {@link Process#destroy} would close. */
    public void terminate() {
        process.toHandle().destroy();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    private String output() {
        return stdout() + "\n" + stderr();
    }

    private static void read(BufferedReader reader, Consumer<String> lines) {
        try (reader) {
            reader.lines().forEach(lines);
        } catch (IOException | UncheckedIOException e) {
            lines.accept("(reading the output failed: " + e.getMessage() + ")");
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
