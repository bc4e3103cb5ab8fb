package io.audiostream.systemtest.cluster;

import io.audiostream.systemtest.TestPaths;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A web server on the node that serves the test model to pods, because the cluster has no access to the internet. The
 * server starts with the first use of this class and stops with this process. Only tests on a disposable cluster may
 * use this class.
 */
final class ModelServer {

    private static final String PORT = "8088";

    /** The name of a preset's folder in a mirror. */
    private static final String PRESET_FOLDER = "faster-whisper-base";

    private record Running(String address, Path log, String sha256) {}

    private static final class Holder {
        static final Running SERVER = start();
    }

    private ModelServer() {}

    private static Running start() {
        try {
            String address = "http://" + Node.ADDRESS + ":" + PORT;
            Path log = Files.createTempFile("model-server", ".log");
            Path folder = Files.createTempDirectory("models");
            Files.createSymbolicLink(folder.resolve(fileName()), TestPaths.ggmlModel());
            Files.createSymbolicLink(folder.resolve(PRESET_FOLDER), TestPaths.ct2Model());
            Process process = Cluster.processBuilder(Node.command(
                            "python3", Node.script("serve-files.py"), folder.toString(), Node.ADDRESS, PORT))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, log, folder)));
            ClusterAwait.awaitChange()
                    .until(() -> CommandResult.run(Node.command("curl", "-sS", "-o", "/dev/null", address + "/nothing"))
                            .succeeded());
            return new Running(address, log, sha256(TestPaths.ggmlModel()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(Process process, Path log, Path folder) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            Files.deleteIfExists(log);
            for (String link : List.of(fileName(), PRESET_FOLDER, "")) {
                Files.deleteIfExists(folder.resolve(link));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the address of the model. */
    static String uri() {
        return address(fileName());
    }

    /** Returns the address of the model with a query that identifies the requests of one test. */
    static String uri(String test) {
        return uri() + query(test);
    }

    /** Returns the value of the chart's {@code models.mirror} that makes pods fetch presets from this server. */
    static String mirror() {
        return Holder.SERVER.address();
    }

    /** Returns an address of the model whose transfers the server interrupts after this many MiB. */
    static String interruptedUri(int mebibytes) {
        return address("cut/" + mebibytes + "/" + fileName());
    }

    /** Returns an address at which there is no file. */
    static String missingUri() {
        return address("missing.bin");
    }

    /** Returns the model's checksum, 64 hex digits. */
    static String sha256() {
        return Holder.SERVER.sha256();
    }

    /** Returns all requests so far, each as METHOD PATH STATUS FIRST_BYTE. */
    static List<String> requests() {
        try {
            return Files.readAllLines(Holder.SERVER.log()).stream()
                    .filter(line -> line.startsWith("GET "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the requests for {@link #uri(String)} so far. */
    static List<String> requests(String test) {
        return requests().stream()
                .filter(request -> request.contains(query(test)))
                .toList();
    }

    static String fileName() {
        return String.valueOf(TestPaths.ggmlModel().getFileName());
    }

    private static String query(String test) {
        return "?test=" + test;
    }

    private static String address(String path) {
        return mirror() + "/" + path;
    }

    private static String sha256(Path file) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
