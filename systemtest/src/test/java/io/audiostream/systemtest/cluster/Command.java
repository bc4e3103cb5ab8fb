package io.audiostream.systemtest.cluster;

import io.audiostream.systemtest.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command that has ended.
 *
 * @param line what was run
 * @param exitCode 0 when it went well
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error
 */
record Command(String line, int exitCode, String output, String errors) {

    private static final long LONGEST_MINUTES = 6;

    /** Runs a command with the cluster's programs on its path and the cluster's kubeconfig. */
    static Command run(List<String> command) {
        return run(command, "");
    }

    /** Runs a command that reads {@code input}. */
    static Command run(List<String> command, String input) {
        String line = String.join(" ", command);
        Path out = null;
        Path err = null;
        try {
            out = Files.createTempFile("command", ".out");
            err = Files.createTempFile("command", ".err");
            Process process = Cluster.processes(command)
                    .directory(Installation.ROOT.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(line + " did not end:\n" + Files.readString(out) + Files.readString(err));
            }
            return new Command(line, process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            delete(out);
            delete(err);
        }
    }

    /** The same, when it went well; an error of the test otherwise. */
    Command ok() {
        if (exitCode != 0) {
            throw new AssertionError(line + " ended with " + exitCode + ":\n" + output + errors);
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
