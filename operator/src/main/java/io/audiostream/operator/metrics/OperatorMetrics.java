package io.audiostream.operator.metrics;

import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times reconciles. No meter has the name of a resource as a tag: the number of time series would grow with
 * every resource ever created. Thread-safe.
 */
public final class OperatorMetrics implements Metrics, AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger leader = new AtomicInteger();
    private final Counter retries = Counter.builder("audiostream.operator.reconcile.retries")
            .description("Reconciles that were retries after a failure")
            .register(registry);
    private final Counter failures = Counter.builder("audiostream.operator.reconcile.failures")
            .description("Reconciles that failed; the operator retries each")
            .register(registry);
    private final Timer reconciles = Timer.builder("audiostream.operator.reconcile")
            .description("Reconciles and their duration")
            .register(registry);
    private final RunningReconciles running = new RunningReconciles(InstantSource.system());
    private final ConditionGauges conditions = new ConditionGauges(registry);
    private final JvmGcMetrics gcMetrics = new JvmGcMetrics();
    private final ReconcileQueue queue;

    /** Registers all meters. */
    public OperatorMetrics() {
        this(System::nanoTime);
    }

    OperatorMetrics(LongSupplier nanoTime) {
        queue = new ReconcileQueue(nanoTime);
        queueGauge("waiting", "Reconciles that wait for a thread", ReconcileQueue::waiting);
        queueGauge("running", "Reconciles that run", ReconcileQueue::running);
        queueGauge(
                "oldest.seconds",
                "Time since the oldest waiting or running reconcile was due; 0 without any",
                ReconcileQueue::oldestSeconds);
        Gauge.builder("audiostream.operator.leader", leader, AtomicInteger::get)
                .description("1 if this process is the leader, 0 if it is a standby")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gcMetrics.bindTo(registry);
    }

    /** Records whether this process is the leader. */
    public void setLeader(boolean isLeader) {
        leader.set(isLeader ? 1 : 0);
    }

    /**
     * Exports how many of the configured namespaces the operator watches and how many the API server refuses.
     *
     * @param watched number of watched namespaces
     * @param refused number of namespaces that the API server refuses
     */
    public void monitorNamespaces(IntSupplier watched, IntSupplier refused) {
        namespaces("watched", watched);
        namespaces("refused", refused);
    }

    private void namespaces(String state, IntSupplier count) {
        Gauge.builder("audiostream.operator.namespaces", count, IntSupplier::getAsInt)
                .description("Configured namespaces that the operator watches, and those that the API server refuses")
                .tag("state", state)
                // The registry alone refers to the supplier.
                .strongReference(true)
                .register(registry);
    }

    /** Says how long a reconcile has run that hangs; empty if none does. */
    public Optional<String> stuckReconcile() {
        return running.stuck()
                .map(duration -> "a reconcile has run for %d minutes; none takes longer than %d"
                        .formatted(duration.toMinutes(), RunningReconciles.MAX_DURATION.toMinutes()));
    }

    /** All metrics in Prometheus' text format. */
    public String scrape() {
        conditions.update(leader.get() == 1);
        return registry.scrape();
    }

    /**
     * Exports the conditions of resources.
     *
     * @param cached the resources in the informer's cache
     */
    void monitorConditions(Supplier<Stream<TranscriptionService>> cached) {
        conditions.monitor(cached);
    }

    private void queueGauge(String name, String description, ToDoubleFunction<ReconcileQueue> value) {
        Gauge.builder("audiostream.operator.reconciles." + name, queue, value)
                .description(description)
                .register(registry);
    }

    @Override
    public void controllerRegistered(Controller<? extends HasMetadata> controller) {
        if (controller.getConfiguration().getResourceClass() != TranscriptionService.class) {
            return;
        }
        var source = controller.getEventSourceManager().getControllerEventSource();
        // It has no cache before it starts.
        Supplier<Stream<? extends HasMetadata>> cached = () -> source.isRunning() ? source.list() : Stream.empty();
        monitorConditions(() ->
                cached.get().filter(TranscriptionService.class::isInstance).map(TranscriptionService.class::cast));
    }

    @Override
    public void reconcileCustomResource(HasMetadata resource, @Nullable RetryInfo retry, Map<String, Object> metadata) {
        if (retry != null && retry.getAttemptCount() > 0) {
            retries.increment();
        }
        queue.submitted(ResourceID.fromResource(resource));
    }

    @Override
    public void reconciliationExecutionStarted(HasMetadata resource, Map<String, Object> metadata) {
        queue.started(ResourceID.fromResource(resource));
    }

    @Override
    public void reconciliationExecutionFinished(HasMetadata resource, Map<String, Object> metadata) {
        queue.finished(ResourceID.fromResource(resource));
    }

    @Override
    public void cleanupDoneFor(ResourceID id, Map<String, Object> metadata) {
        queue.deleted(id);
    }

    @Override
    public void failedReconciliation(HasMetadata resource, Exception failure, Map<String, Object> metadata) {
        failures.increment();
    }

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        var sample = Timer.start(registry);
        var key = running.started();
        try {
            return execution.execute();
        } finally {
            running.ended(key);
            sample.stop(reconciles);
        }
    }

    @Override
    public <T extends Map<?, ?>> T monitorSizeOf(T map, String name) {
        Gauge.builder("audiostream.operator.resources", map, Map::size)
                .description("Resources in the bookkeeping of this process's work queue")
                .tag("of", name)
                .register(registry);
        return map;
    }

    @Override
    public void close() {
        gcMetrics.close();
        registry.close();
    }
}
