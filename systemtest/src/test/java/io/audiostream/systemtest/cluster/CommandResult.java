package io.audiostream.systemtest.cluster;

import io.audiostream.systemtest.TestPaths;
import io.audiostream.systemtest.Timeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The result of a command that has ended.
 *
 * @param command the command line
 * @param exitCode 0 for success
 * @param stdout all of standard output
 * @param stderr all of standard error
 */
record CommandResult(String command, int exitCode, String stdout, String stderr) {

    /** Runs a command with the cluster's programs on its path and the cluster's kubeconfig. */
    static CommandResult run(List<String> command) {
        return run(command, new byte[0]);
    }

    /** Runs a command that reads {@code input}. */
    static CommandResult run(List<String> command, String input) {
        return run(command, input.getBytes(StandardCharsets.UTF_8));
    }

    /** Runs a command that reads {@code input}. */
    static CommandResult run(List<String> command, byte[] input) {
        String line = String.join(" ", command);
        Path in = null;
        Path out = null;
        Path err = null;
        try {
            in = Files.write(Files.createTempFile("command", ".in"), input);
            out = Files.createTempFile("command", ".out");
            err = Files.createTempFile("command", ".err");
            Process process = Cluster.processBuilder(command)
                    .directory(TestPaths.ROOT.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(Timeouts.COMMAND.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(line + " did not end:\n" + Files.readString(out) + Files.readString(err));
            }
            return new CommandResult(line, process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            delete(in);
            delete(out);
            delete(err);
        }
    }

    boolean succeeded() {
        return exitCode == 0;
    }

    /** Returns this result of a successful command, and fails the test otherwise. */
    CommandResult requireSuccess() {
        if (!succeeded()) {
            throw new AssertionError(command + " ended with " + exitCode + ":\n" + stdout + stderr);
        }
        return this;
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
