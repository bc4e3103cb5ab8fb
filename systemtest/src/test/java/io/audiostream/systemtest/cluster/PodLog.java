package io.audiostream.systemtest.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Follows the log of a pod's containers and keeps it after the pod is deleted, for the messages of failed assertions.
 */
final class PodLog implements AutoCloseable {

    private static final int MAX_LINES = 80;

    private final Process process;
    private final Path file;

    private PodLog(Process process, Path file) {
        this.process = process;
        this.file = file;
    }

    static PodLog follow(Namespace namespace, String pod) {
        try {
            Path file = Files.createTempFile("pod", ".log");
            Process process = Cluster.processBuilder(List.of(
                            "kubectl", "-n", namespace.name(), "logs", "-f", "--all-containers", "--prefix", pod))
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start();
            return new PodLog(process, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the last lines, without Envoy's access log of probes. */
    String text() {
        try {
            List<String> lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.contains("kube-probe"))
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
