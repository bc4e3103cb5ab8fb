package io.audiostream.operator.envoy;

import static org.awaitility.Awaitility.await;

import io.audiostream.operator.model.ProxyModel;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/** The real Envoy with a configuration folder, in front of the server on the transcriber's ports. */
final class RunningEnvoy implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final ConfigFolder folder;
    private Process process;
    private final Path log;
    private ProxyModels models;
    private ProxyModel proxy;

    private RunningEnvoy(ConfigFolder folder, ProxyModels models) throws IOException {
        this.folder = folder;
        this.models = models;
        this.proxy = models.model();
        this.log = folder.path().resolveSibling(folder.path().getFileName() + ".log");
        folder.write(proxy);
        process = startProcess();
    }

    private Process startProcess() throws IOException {
        var builder = new ProcessBuilder(
                        EnvoyTestConfig.program().toString(),
                        "--config-path",
                        folder.path().resolve("bootstrap.yaml").toString(),
                        "--disable-hot-restart",
                        "--drain-strategy",
                        "immediate",
                        "--log-level",
                        "warning")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("HOSTNAME", podName(proxy));
        return builder.start();
    }

    /** Returns the name that a pod has in its environment. */
    static String podName(ProxyModel proxy) {
        return "pod-" + proxy.ports().listener();
    }

    /** Starts Envoy and waits until its listener is active. */
    static RunningEnvoy start(UnaryOperator<ProxyModels> change) throws IOException {
        var folder = Files.createTempDirectory("audiostream-envoy-it");
        var envoy = new RunningEnvoy(new ConfigFolder(folder), change.apply(ProxyModels.in(folder)));
        try {
            await().atMost(EnvoyFixture.EVENT_TIMEOUT)
                    .failFast(envoy::failIfExited)
                    .until(envoy::serves);
            return envoy;
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("Envoy does not serve: " + envoy.log(), e);
        }
    }

    /** Ends Envoy by SIGKILL and starts it again with the same configuration. */
    void killAndRestart() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        process = startProcess();
        await().atMost(EnvoyFixture.EVENT_TIMEOUT).failFast(this::failIfExited).until(this::serves);
    }

    /** Swaps the content of the folder, as the kubelet does after a change of a ConfigMap. */
    void change(UnaryOperator<ProxyModels> change) {
        models = change.apply(models);
        proxy = models.model();
        folder.write(proxy);
    }

    /** Swaps the content of the folder, with another text in place of one that occurs in a file. */
    void replace(String fileName, String text, String replacement) {
        var files = new TreeMap<>(EnvoyConfig.of(proxy).files());
        var content = files.get(fileName);
        if (!content.contains(text)) {
            throw new AssertionError(fileName + " has no '" + text + "': " + content);
        }
        files.put(fileName, content.replace(text, replacement));
        folder.write(files);
    }

    ProxyModel proxy() {
        return proxy;
    }

    ManagedChannel channel() {
        return channel(InsecureChannelCredentials.create());
    }

    ManagedChannel channel(ChannelCredentials credentials) {
        var channel = Grpc.newChannelBuilder("127.0.0.1:" + proxy.ports().listener(), credentials)
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build();
        channels.add(channel);
        return channel;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http(HttpRequest.newBuilder(uri(proxy.ports().listener(), path))
                .version(HttpClient.Version.HTTP_1_1)
                .build());
    }

    HttpResponse<String> http(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    URI uri(String path) {
        return uri(proxy.ports().listener(), path);
    }

    /** Drains the listeners gracefully, as the transcriber does on SIGTERM. */
    void drainListeners() throws IOException, InterruptedException {
        admin().post("/drain_listeners?graceful&skip_exit");
    }

    /** Returns the value of a counter or gauge of Envoy. */
    long stat(String name) throws IOException, InterruptedException {
        return Long.parseLong(text(name));
    }

    /** Returns the value of a statistic of Envoy without its quotes. */
    String text(String name) throws IOException, InterruptedException {
        return admin().get("/stats?filter=" + name)
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2).replace("\"", ""))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Envoy has no stat " + name));
    }

    /**
     * Returns the memory of the process in bytes.
     *
     * @param name name of the value in the kernel's status of a process, such as {@code RssAnon}
     */
    long memory(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the sum of the counters whose names contain a text. */
    long sumOfStats(String part) throws IOException, InterruptedException {
        return admin().get("/stats?filter=" + part)
                .lines()
                .filter(line -> line.matches(".*: [0-9]+"))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Returns the idle timeout of each route in the configuration that Envoy has loaded. */
    List<String> idleTimeouts() throws IOException, InterruptedException {
        var config = admin().get("/config_dump?resource=dynamic_route_configs");
        return Pattern.compile("\"idle_timeout\": \"([^\"]+)\"")
                .matcher(config)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    AdminSocket admin() {
        return new AdminSocket(Path.of(proxy.adminSocket()));
    }

    /** Returns the output of Envoy, with the access log. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    private void failIfExited() {
        if (!process.isAlive()) {
            throw new AssertionError("Envoy exited: " + log());
        }
    }

    /** Envoy reports that it is live even after it rejected its listener, so this reads the state of the listener. */
    private boolean serves() throws IOException, InterruptedException {
        try {
            return stat("listener_manager.workers_started") == 1
                    && stat("listener_manager.total_listeners_active")
                            == (proxy.peers().isPresent() ? 3 : 1);
        } catch (SocketException e) {
            return false;
        }
    }

    /** Ends the process like a failed node, and keeps its folder. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        channels.forEach(ManagedChannel::shutdownNow);
        http.shutdownNow();
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        folder.delete();
        Files.delete(log);
        Files.deleteIfExists(Path.of(proxy.adminSocket()));
    }
}
