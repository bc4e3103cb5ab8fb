package io.audiostream.systemtest.cluster;

import static org.awaitility.Awaitility.await;

import io.audiostream.systemtest.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * Serves the test model to pods, from the node: the cluster has no way to the internet. It runs from the first question
 * for an address to the end of all tests. On a cluster of somebody's own there is none, and no test may ask it
 * anything.
 */
final class ModelServer {

    private static final String PORT = "8088";

    private record Running(String address, Path log) {}

    private static final class Holder {
        static final Running SERVER = start();
    }

    private ModelServer() {}

    private static Running start() {
        try {
            String address = "http://" + Node.ADDRESS + ":" + PORT;
            Path log = Files.createTempFile("model-server", ".log");
            Path folder = Files.createTempDirectory("models");
            Files.createSymbolicLink(folder.resolve(fileName()), Installation.model());
            // As a mirror of the presets has it, whose files these are.
            Files.createSymbolicLink(folder.resolve("faster-whisper-base"), Installation.modelFolder());
            Process process = Cluster.processes(Node.command(
                            "python3", Node.script("serve-files.py"), folder.toString(), Node.ADDRESS, PORT))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, log, folder)));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Command.run(Node.command("curl", "-sS", "-o", "/dev/null", address + "/nothing"))
                                    .exitCode()
                            == 0);
            return new Running(address, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(Process process, Path log, Path folder) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            Files.deleteIfExists(log);
            for (String link : List.of(fileName(), "faster-whisper-base", "")) {
                Files.deleteIfExists(folder.resolve(link));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where pods get the model. */
    static String uri() {
        return address(fileName());
    }

    /** What {@code models.mirror} of the chart is set to, for presets to come from here. */
    static String mirror() {
        return Holder.SERVER.address();
    }

    /** Where each transfer of the model breaks off after so many MiB. */
    static String uriThatBreaksOffAfter(int mebibytes) {
        return address("cut/" + mebibytes + "/" + fileName());
    }

    /** An address at which there is nothing. */
    static String missingUri() {
        return address("missing.bin");
    }

    /** The model's checksum, 64 hex digits. */
    static String sha256() {
        try {
            byte[] bytes = Files.readAllBytes(Installation.model());
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Requests so far: METHOD PATH STATUS FIRST_BYTE. */
    static List<String> requests() {
        try {
            return Files.readAllLines(Holder.SERVER.log()).stream()
                    .filter(line -> line.startsWith("GET "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String fileName() {
        return String.valueOf(Installation.model().getFileName());
    }

    private static String address(String path) {
        return mirror() + "/" + path;
    }
}
