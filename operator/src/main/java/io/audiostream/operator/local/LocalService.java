package io.audiostream.operator.local;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Envoy and the transcriber, started as in a pod and stopped in its order. One thread starts and watches; any thread
 * may close, which ends what the first one waits for.
 */
final class LocalService implements AutoCloseable {
    /** For loading a model; the largest has 3 GB. */
    private static final Duration READY = Duration.ofMinutes(5);

    private static final Duration PAUSE = Duration.ofMillis(100);

    /** What a process gets over its own limit before it is killed. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final LocalHttp http = new LocalHttp();
    private final List<ChildProcess> children = new ArrayList<>();
    private final ChildProcess.Output output;
    private final TemporaryFolder folder;
    private final Ports ports;
    private final Duration drainTimeout;
    private boolean closed;

    /** @param drainTimeout how long streams that run may go on when this is closed */
    LocalService(Ports ports, Duration drainTimeout, ChildProcess.Output output) throws IOException {
        this.ports = ports;
        this.drainTimeout = drainTimeout;
        this.output = output;
        this.folder = TemporaryFolder.create();
    }

    /**
     * Fetches the model; progress goes to this process's standard error.
     *
     * @throws IOException when that failed
     */
    void fetch(LocalModel model, List<String> transcriber) throws IOException, InterruptedException {
        var arguments = model.service().commands(placement(model)).fetchModel();
        Files.createDirectories(Objects.requireNonNull(model.path().getParent(), "a path in the cache"));
        var fetching = add(ChildProcess.startVisibly("fetch-model", transcriber, arguments.orElseThrow()));
        fetching.ended().join();
        remove(fetching);
        if (fetching.failed()) {
            throw new IOException(fetching.exitReport());
        }
    }

    /** Starts both processes; Envoy first, as the sidecar that it is in a pod. */
    void start(LocalModel model, List<String> envoy, List<String> transcriber)
            throws IOException, InterruptedException {
        var placement = placement(model);
        folder.write(EnvoyConfig.of(ProxyModel.of(model.service(), placement)).files());
        var commands = model.service().commands(placement);
        add(ChildProcess.start("envoy", envoy, commands.envoy(), Map.of(), output));
        add(ChildProcess.start("transcriber", transcriber, commands.transcriber(), commands.environment(), output));
    }

    /** Where clients connect to, {@code HOST:PORT}. */
    String endpoint() {
        return LocalPorts.HOST + ":" + ports.listener();
    }

    private Placement placement(LocalModel model) {
        return new Placement(
                LocalPorts.HOST, ports, model.path().toString(), folder.path().toString());
    }

    /**
     * Waits until the endpoint serves.
     *
     * @throws IOException when a process ended, or the model takes too long
     */
    void awaitReady() throws IOException, InterruptedException {
        var limit = System.nanoTime() + READY.toNanos();
        while (!http.isReady(ports.listener())) {
            failWhenOneEndsWithin(PAUSE);
            if (System.nanoTime() > limit) {
                throw new IOException("the endpoint is not ready after " + Durations.format(READY)
                        + "; --verbose shows what its processes say");
            }
        }
    }

    /**
     * Waits for ever.
     *
     * @throws IOException when a process ended
     */
    void awaitFailure() throws IOException, InterruptedException {
        while (true) {
            failWhenOneEndsWithin(Duration.ofHours(1));
        }
    }

    private void failWhenOneEndsWithin(Duration time) throws IOException, InterruptedException {
        try {
            var ended = (ChildProcess) anyEnd().get(time.toMillis(), TimeUnit.MILLISECONDS);
            throw new IOException(ended.exitReport());
        } catch (TimeoutException e) {
            // All of them are still there.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized CompletableFuture<Object> anyEnd() {
        return CompletableFuture.anyOf(
                children.stream().map(ChildProcess::ended).toArray(CompletableFuture[]::new));
    }

    private synchronized ChildProcess add(ChildProcess child) throws IOException, InterruptedException {
        if (closed) {
            child.stop(GRACE);
            throw new IOException(child.name() + " was stopped while it started");
        }
        children.add(child);
        return child;
    }

    private synchronized void remove(ChildProcess child) {
        children.remove(child);
    }

    /**
     * Stops everything: the transcriber sends clients away and gives streams their last words, then Envoy goes. Takes
     * at most the resource's drain timeout and a little; a second call waits for the first and does nothing.
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
