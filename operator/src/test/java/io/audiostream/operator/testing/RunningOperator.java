package io.audiostream.operator.testing;

import static org.awaitility.Awaitility.await;

import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.model.Defaults;
import io.audiostream.operator.model.Images;
import io.audiostream.operator.pods.PodLoadClient;
import io.audiostream.operator.pods.PodPolling;
import io.audiostream.operator.reconciler.Leadership;
import io.audiostream.operator.reconciler.OperatorFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.source.informer.ManagedInformerEventSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operator with its production wiring. It watches one namespace, and records its writes and reconciles. */
public final class RunningOperator implements AutoCloseable {
    public static final Images IMAGES = new Images("registry.test/transcriber:1", "registry.test/envoy:1");

    /** Time without a reconcile after which an operator that has observed everything counts as idle. */
    private static final Duration QUIET_PERIOD = Duration.ofMillis(1500);

    /** Shorter than in production, so that tests see many rounds. */
    private static final Duration POLLING_INTERVAL = Duration.ofMillis(200);

    private static final PodLoadClient NO_LOAD = pod -> {
        throw new IOException("the pods of this test do not run");
    };

    private final String namespace;
    private final WriteLog log = new WriteLog();
    private final Activity activity = new Activity();
    private final KubernetesClient client = ApiServer.shared().client();
    private final KubernetesClient clientOfOperator = ApiServer.shared().client(log);
    private final Operator operator;

    private RunningOperator(
            String namespace, Images images, PodLoadClient podLoadClient, Optional<Leadership> leadership) {
        this.namespace = namespace;
        operator = OperatorFactory.create(
                clientOfOperator,
                Defaults.of(images),
                Clock.systemUTC(),
                Set.of(namespace),
                activity,
                new PodPolling(podLoadClient, POLLING_INTERVAL, POLLING_INTERVAL),
                1,
                leadership);
        operator.start();
    }

    /** Starts the operator for a namespace whose pods report no load. */
    public static RunningOperator in(String namespace) {
        return in(namespace, NO_LOAD);
    }

    /** Starts the operator for a namespace whose pods report the loads that the client returns. */
    public static RunningOperator in(String namespace, PodLoadClient podLoadClient) {
        return new RunningOperator(namespace, IMAGES, podLoadClient, Optional.empty());
    }

    /** Starts an operator of another version, whose resources have these images. */
    public static RunningOperator ofVersion(String namespace, Images images) {
        return new RunningOperator(namespace, images, NO_LOAD, Optional.empty());
    }

    /** Starts the operator with a Lease of this name in the namespace, for a namespace whose pods report no load. */
    public static RunningOperator withLease(String namespace, String lease) {
        return new RunningOperator(
                namespace,
                IMAGES,
                NO_LOAD,
                Optional.of(new Leadership(namespace, lease, lease, Optional.empty(), () -> {}, () -> {})));
    }

    /** Waits until the operator has reconciled this version of the resource and is idle, then clears the write log. */
    public void settle(TranscriptionService resource) {
        await().atMost(ApiServer.TIMEOUT).until(() -> {
            var now = client.resource(resource).get();
            return now.getStatus() != null
                    && now.getMetadata().getGeneration().equals(now.getStatus().observedGeneration());
        });
        awaitIdle();
        log.clear();
    }

    /**
     * Waits until the operator is idle: its informers show the latest version of every object in the namespace, no
     * reconcile runs, and none has finished during the quiet period.
     */
    public void awaitIdle() {
        var last = new AtomicInteger(-1);
        await().pollInterval(QUIET_PERIOD).atMost(ApiServer.TIMEOUT).until(() -> {
            var finished = activity.finished.get();
            return last.getAndSet(finished) == finished && activity.running.get() == 0 && hasObservedEverything();
        });
    }

    private boolean hasObservedEverything() {
        return activity.controllers.stream()
                .map(Controller::getEventSourceManager)
                .flatMap(manager -> Stream.concat(
                        Stream.of(manager.getControllerEventSource()), manager.getRegisteredEventSources().stream()))
                .filter(ManagedInformerEventSource.class::isInstance)
                .map(source -> (ManagedInformerEventSource<?, ?, ?>) source)
                .allMatch(this::hasObservedEverything);
    }

    private <R extends HasMetadata> boolean hasObservedEverything(ManagedInformerEventSource<R, ?, ?> source) {
        var selector = source.configuration().getInformerConfig().getLabelSelector();
        var existing = client.resources(source.resourceType())
                .inNamespace(namespace)
                .withLabelSelector(selector)
                .list()
                .getItems();
        return versions(existing.stream()).equals(versions(source.list(namespace, resource -> true)));
    }

    private static Map<String, String> versions(Stream<? extends HasMetadata> objects) {
        return objects.map(HasMetadata::getMetadata)
                .collect(Collectors.toMap(metadata -> metadata.getUid(), metadata -> metadata.getResourceVersion()));
    }

    /** The number of reconciles that have succeeded. */
    public int reconciles() {
        return activity.succeeded.get();
    }

    /** The number of reconciles that have failed, each of which the operator retries. */
    public int failures() {
        return activity.failed.get();
    }

    /** Waits until more than {@code before} reconciles have succeeded. */
    public void awaitReconcileAfter(int before) {
        await().atMost(ApiServer.TIMEOUT).until(() -> reconciles() > before);
    }

    /** All writes except those of Events and of the leader election. */
    public List<String> writes() {
        return log.writes().stream()
                .filter(write -> !isEvent(write) && !isLeaderElection(write))
                .toList();
    }

    /** All reads, those of informers included. */
    public List<String> reads() {
        return log.reads();
    }

    /** The writes of Events. */
    public List<String> eventWrites() {
        return log.writes().stream().filter(RunningOperator::isEvent).toList();
    }

    /** JOSDK asks for its permissions before it takes the Lease. */
    private static boolean isLeaderElection(String write) {
        return write.contains("/leases") || write.contains("/selfsubjectrulesreviews");
    }

    private static boolean isEvent(String write) {
        return write.contains("/events");
    }

    @Override
    public void close() {
        operator.stop();
        clientOfOperator.close();
        client.close();
    }

    /** Counts reconciles. Thread-safe. */
    private static final class Activity implements Metrics {
        final List<Controller<? extends HasMetadata>> controllers = new CopyOnWriteArrayList<>();
        final AtomicInteger running = new AtomicInteger();
        final AtomicInteger finished = new AtomicInteger();
        final AtomicInteger succeeded = new AtomicInteger();
        final AtomicInteger failed = new AtomicInteger();

        @Override
        public void controllerRegistered(Controller<? extends HasMetadata> controller) {
            controllers.add(controller);
        }

        @Override
        public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
            running.incrementAndGet();
            try {
                return execution.execute();
            } finally {
                finished.incrementAndGet();
                running.decrementAndGet();
            }
        }

        @Override
        public void finishedReconciliation(HasMetadata resource, Map<String, Object> metadata) {
            succeeded.incrementAndGet();
        }

        @Override
        public void failedReconciliation(HasMetadata resource, Exception failure, Map<String, Object> metadata) {
            failed.incrementAndGet();
        }
    }
}
