package io.audiostream.operator.local;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.commandline.Durations;
import io.audiostream.operator.envoy.EnvoyConfig;
import io.audiostream.operator.model.Placement;
import io.audiostream.operator.model.Ports;
import io.audiostream.operator.model.ProxyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Envoy and the transcriber as child processes, started and stopped in the order of a pod. One thread starts them and
 * waits; any thread may close the service, which ends the wait.
 */
final class LocalService implements AutoCloseable {
    /** Allows for loading the largest model, 3 GB. */
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(5);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    /** Time beyond the drain timeout before a process gets SIGKILL. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final LocalHttp http = new LocalHttp();

    @GuardedBy("this")
    private final List<ChildProcess> children = new ArrayList<>();

    private final ChildProcess.Output output;
    private final TemporaryFolder folder;
    private final Ports ports;
    private final Duration drainTimeout;

    @GuardedBy("this")
    private boolean closed;

    private boolean tls;
    private boolean page;

    /** @param drainTimeout time in which open streams can finish when the service closes */
    LocalService(Ports ports, Duration drainTimeout, ChildProcess.Output output) throws IOException {
        this.ports = ports;
        this.drainTimeout = drainTimeout;
        this.output = output;
        this.folder = TemporaryFolder.create();
    }

    /**
     * Downloads the model and shows the progress on standard error.
     *
     * @throws IOException when the download failed
     */
    void fetch(LocalModel model, List<String> transcriber) throws IOException, InterruptedException {
        var arguments = model.service().arguments(placement(model)).fetchModel();
        Files.createDirectories(Objects.requireNonNull(model.path().getParent(), "a path in the cache"));
        var fetching = add(ChildProcess.startWithInheritedStderr("fetch-model", transcriber, arguments.orElseThrow()));
        fetching.exited().join();
        remove(fetching);
        if (fetching.failed()) {
            throw new IOException(fetching.exitReport());
        }
    }

    /** Lets the processes read the folders that stand for Secrets. */
    void link(LocalSecrets secrets) throws IOException {
        secrets.linkBelow(folder.path());
    }

    /** Starts both processes, Envoy first, as a pod starts its sidecar first. */
    void start(LocalModel model, List<String> envoy, List<String> transcriber)
            throws IOException, InterruptedException {
        var placement = placement(model);
        tls = model.service().envoy().access().tls().isPresent();
        page = model.service().envoy().page();
        folder.write(EnvoyConfig.of(ProxyModel.of(model.service(), placement)).files());
        var arguments = model.service().arguments(placement);
        add(ChildProcess.start("envoy", envoy, arguments.envoy(), Map.of(), output));
        add(ChildProcess.start("transcriber", transcriber, arguments.transcriber(), arguments.environment(), output));
    }

    /** Returns the address for clients, {@code HOST:PORT}. */
    String endpoint() {
        return LocalPorts.HOST + ":" + ports.listener();
    }

    /** Returns the address of the live page; empty if the resource turns it off. */
    Optional<String> page() {
        return page ? Optional.of((tls ? "https://" : "http://") + endpoint() + "/") : Optional.empty();
    }

    private Placement placement(LocalModel model) {
        return new Placement(
                LocalPorts.HOST,
                ports,
                model.path().toString(),
                folder.path().toString(),
                folder.path().resolve(Placement.ADMIN_SOCKET).toString(),
                folder.path().toString());
    }

    /**
     * Waits until the endpoint is ready.
     *
     * @throws IOException when a process exits, or the model does not load in time
     */
    void awaitReady() throws IOException, InterruptedException {
        var deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
        while (!isReady()) {
            throwIfOneExitsWithin(POLL_INTERVAL);
            if (System.nanoTime() > deadline) {
                throw new IOException("the endpoint is not ready after " + Durations.format(READY_TIMEOUT)
                        + "; --verbose shows the output of its processes");
            }
        }
    }

    /** Asks the transcriber itself where the endpoint has TLS: clients may need a certificate. */
    private boolean isReady() throws InterruptedException {
        return tls
                ? LocalPorts.isListening(ports.listener()) && http.isReady(ports.transcriberHttp())
                : http.isReady(ports.listener());
    }

    /**
     * Waits without a limit.
     *
     * @throws IOException when a process exits
     */
    void awaitFailure() throws IOException, InterruptedException {
        while (true) {
            throwIfOneExitsWithin(Duration.ofHours(1));
        }
    }

    private void throwIfOneExitsWithin(Duration time) throws IOException, InterruptedException {
        try {
            var exited = (ChildProcess) anyExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
            throw new IOException(exited.exitReport());
        } catch (TimeoutException e) {
            // All processes still run.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized CompletableFuture<Object> anyExit() {
        return CompletableFuture.anyOf(
                children.stream().map(ChildProcess::exited).toArray(CompletableFuture[]::new));
    }

    private synchronized ChildProcess add(ChildProcess child) throws IOException, InterruptedException {
        if (closed) {
            child.stop(GRACE);
            throw new IOException(child.name() + " was stopped during its start");
        }
        children.add(child);
        return child;
    }

    private synchronized void remove(ChildProcess child) {
        children.remove(child);
    }

    /**
     * Stops both processes: the transcriber drains its streams and sends their last results, then Envoy stops. Takes
     * little more than the drain timeout of the resource. A second call waits for the first one and does nothing.
     */
    @Override
    public synchronized void close() throws IOException, InterruptedException {
        if (closed) {
            return;
        }
        closed = true;
        try (folder;
                http) {
            for (var child : children.reversed()) {
                child.stop(drainTimeout.plus(GRACE));
            }
        }
    }
}
