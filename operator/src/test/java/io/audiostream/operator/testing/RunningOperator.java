package io.audiostream.operator.testing;

import static org.awaitility.Awaitility.await;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.model.Defaults;
import io.audiostream.operator.model.Images;
import io.audiostream.operator.pods.PodLoadClient;
import io.audiostream.operator.pods.PodPolling;
import io.audiostream.operator.reconciler.OperatorFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The operator as it is shipped, on one namespace, with its writes and reconciles counted. */
public final class RunningOperator implements AutoCloseable {
    public static final Images IMAGES = new Images("registry.test/transcriber:1", "registry.test/envoy:1");

    private static final Duration QUIET = Duration.ofMillis(1500);

    private final WriteLog log = new WriteLog();
    private final AtomicInteger reconciles = new AtomicInteger();
    private final Operator operator;

    /** Short, so that tests need not wait; there are no pods to ask unless a test gives them. */
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(200);

    private RunningOperator(String namespace, PodLoadClient probe) {
        var counting = new Metrics() {
            @Override
            public void finishedReconciliation(HasMetadata resource, Map<String, Object> metadata) {
                reconciles.incrementAndGet();
            }
        };
        operator = OperatorFactory.create(
                ApiServer.shared().client(log),
                Defaults.of(IMAGES),
                Clock.systemUTC(),
                Set.of(namespace),
                counting,
                new PodPolling(probe, BETWEEN_ROUNDS),
                Optional.empty());
        operator.start();
    }

    public static RunningOperator in(String namespace) {
        return in(namespace, pod -> {
            throw new IOException("the pods of this test run nowhere");
        });
    }

    /** With pods that answer as the probe does. */
    public static RunningOperator in(String namespace, PodLoadClient probe) {
        return new RunningOperator(namespace, probe);
    }

    /** Waits until the operator has dealt with this version of the resource and rests, then forgets its writes. */
    public void settle(TranscriptionService resource) {
        try (var client = ApiServer.shared().client()) {
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                var now = client.resource(resource).get();
                return now.getStatus() != null
                        && now.getMetadata()
                                .getGeneration()
                                .equals(now.getStatus().observedGeneration());
            });
        }
        rest();
        log.clear();
    }

    /** Waits until no reconcile has ended for a while. */
    public void rest() {
        var last = new AtomicInteger(-1);
        await().pollInterval(QUIET)
                .atMost(Duration.ofSeconds(60))
                .until(() -> last.getAndSet(reconciles.get()) == reconciles.get());
    }

    public int reconciles() {
        return reconciles.get();
    }

    /** Waits until at least one reconcile more than {@code before} has ended. */
    public void awaitReconcileAfter(int before) {
        await().atMost(Duration.ofSeconds(30)).until(() -> reconciles.get() > before);
    }

    /** What was written, Events left out: they tell of it and are no part of it. */
    public List<String> writes() {
        return log.writes().stream().filter(write -> !isEvent(write)).toList();
    }

    /** The Events that were written. */
    public List<String> eventWrites() {
        return log.writes().stream().filter(RunningOperator::isEvent).toList();
    }

    private static boolean isEvent(String write) {
        return write.contains("/events");
    }

    @Override
    public void close() {
        operator.stop();
    }
}
