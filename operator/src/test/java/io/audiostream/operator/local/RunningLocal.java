package io.audiostream.operator.local;

import static org.awaitility.Awaitility.await;

import io.audiostream.operator.envoy.EnvoyTestConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command {@code local} of the built jar, as a process with its own temporary folder. */
final class RunningLocal implements AutoCloseable {
    static final Path MINIMAL = Path.of("../deploy/examples/minimal.yaml");
    private static final Path JAR = Path.of("target/audiostream-operator.jar");
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final Path folder;
    private final Process process;

    private RunningLocal(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** Starts {@code local} with the real Envoy. */
    static RunningLocal start(Path folder, String... options) throws IOException {
        var all = new ArrayList<>(List.of("--envoy", EnvoyTestConfig.program().toString()));
        all.addAll(List.of(options));
        return startWith(folder, Map.of(), all);
    }

    static RunningLocal startWith(Path folder, Map<String, String> environment, List<String> options)
            throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-jar",
                JAR.toString(),
                "local"));
        command.addAll(options);
        var builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        // The environment of the machine must not affect the test.
        builder.environment().remove("AUDIOSTREAM_CT2");
        builder.environment().putAll(environment);
        return new RunningLocal(folder, builder.start());
    }

    /** Waits until the endpoint is ready and returns its {@code HOST:PORT}. */
    String endpoint() {
        await().atMost(TIMEOUT)
                .failFast(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("local exited: " + err());
                    }
                })
                .until(() -> out().endsWith("\n"));
        return out().strip().replaceFirst("^READY ", "");
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("local still runs: " + err());
        }
        return process.exitValue();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    List<ProcessHandle> children() {
        return process.children().toList();
    }

    String out() {
        return read("out");
    }

    String err() {
        return read("err");
    }

    /** Returns the files that are left in the temporary folder. */
    List<Path> leftovers() throws IOException {
        try (var files = Files.list(folder.resolve("tmp"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("audiostream"))
                    .toList();
        }
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }
}
