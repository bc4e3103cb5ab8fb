package io.audiostream.systemtest.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the containers of a pod say from now on, kept beyond the pod's end for the message of a failure. */
final class PodLog implements AutoCloseable {

    private static final int SHOWN_LINES = 80;

    private final Process process;
    private final Path file;

    private PodLog(Process process, Path file) {
        this.process = process;
        this.file = file;
    }

    static PodLog of(Namespace namespace, String pod) {
        try {
            Path file = Files.createTempFile("pod", ".log");
            Process process = Cluster.processes(List.of(
                            "kubectl", "-n", namespace.name(), "logs", "-f", "--all-containers", "--prefix", pod))
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start();
            return new PodLog(process, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines, but for Envoy's lines of probes. */
    String text() {
        try {
            List<String> lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.contains("kube-probe"))
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
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
