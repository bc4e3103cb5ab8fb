package io.audiostream.operator.pods;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.status.Load;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the load of every ready pod and triggers a reconcile of the resource when the total load of its pods changes.
 * Only pods of resources that this process has reconciled are polled. A standby therefore sends no requests and writes
 * nothing.
 */
public final class PodLoadEventSource extends AbstractEventSource<PodLoad, TranscriptionService> {
    private static final Logger log = LoggerFactory.getLogger(PodLoadEventSource.class);
    private static final String NAME = "pod-load";

    /**
     * Delay of an extra round. It is longer than the informer cache takes to show the objects of the last reconcile,
     * and it limits the rate of extra rounds.
     */
    private static final Duration EXTRA_ROUND_DELAY = Duration.ofMillis(500);

    private final PodPolling polling;
    private final Cache<TranscriptionService> resources;
    private final InformerEventSource<Pod, TranscriptionService> podInformer;
    private final DeletionCosts costs;
    private final PodLoadCache loads = new PodLoadCache();
    private final Set<ResourceID> reconciled = ConcurrentHashMap.newKeySet();
    private final Map<ResourceID, Load> reported = new ConcurrentHashMap<>();
    private final AtomicBoolean extraRoundScheduled = new AtomicBoolean();

    @GuardedBy("this")
    private @Nullable ScheduledExecutorService timer;

    /**
     * @param polling its interval is also the minimum time between two reconciles that this event source triggers
     * @param fieldManager field manager of the deletion costs
     */
    public PodLoadEventSource(
            EventSourceContext<TranscriptionService> context,
            InformerEventSource<Pod, TranscriptionService> podInformer,
            PodPolling polling,
            String fieldManager) {
        super(PodLoad.class, NAME);
        this.polling = polling;
        this.resources = context.getPrimaryCache();
        this.podInformer = podInformer;
        this.costs = new DeletionCosts(context.getClient(), fieldManager, InstantSource.system());
    }

    /**
     * The latest known load of the pods; never blocks. The first call starts the polling of the resource's pods.
     *
     * @param pods all pods of the resource
     */
    public Load load(TranscriptionService resource, Collection<Pod> pods) {
        var id = ResourceID.fromResource(resource);
        reconciled.add(id);
        var load = loads.load(pods);
        reported.put(id, load);
        if (load.streams().isEmpty()) {
            pollSoon();
        }
        return load;
    }

    /** Schedules an extra round, so that a pod that has just become ready does not wait for the next regular one. */
    private synchronized void pollSoon() {
        if (timer != null && !timer.isShutdown() && extraRoundScheduled.compareAndSet(false, true)) {
            timer.schedule(
                    () -> {
                        poll();
                        extraRoundScheduled.set(false);
                    },
                    EXTRA_ROUND_DELAY.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void start() {
        super.start();
        timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(NAME).factory());
        var period = polling.interval().toMillis();
        timer.scheduleWithFixedDelay(this::poll, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        super.stop();
        if (timer != null) {
            timer.shutdownNow();
        }
    }

    /** Empty: loads are no Kubernetes objects. */
    @Override
    public Set<PodLoad> getSecondaryResources(TranscriptionService resource) {
        return Set.of();
    }

    private void poll() {
        try {
            var pods = podsByResource();
            fetchAll(pods.values().stream().flatMap(Collection::stream).toList());
            var uids = pods.values().stream()
                    .flatMap(Collection::stream)
                    .map(PodLoadCache::uid)
                    .collect(Collectors.toSet());
            loads.retain(uids);
            costs.retain(uids);
            pods.forEach(this::triggerIfChanged);
            pods.values().forEach(ofResource -> costs.update(ofResource, loads));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn(
                    "cannot poll the load of pods; retrying in {} s",
                    polling.interval().toSeconds(),
                    e);
        }
    }

    private Map<ResourceID, Set<Pod>> podsByResource() {
        var pods = new HashMap<ResourceID, Set<Pod>>();
        for (var id : reconciled) {
            resources
                    .get(id)
                    .ifPresentOrElse(resource -> pods.put(id, podInformer.getSecondaryResources(resource)), () -> {
                        reconciled.remove(id);
                        reported.remove(id);
                    });
        }
        return pods;
    }

    /** Fetches all loads concurrently, so that pods that do not respond cannot delay the others. */
    private void fetchAll(Collection<Pod> pods) throws InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = pods.stream()
                    .filter(PodInformer::isReady)
                    .map(pod -> Executors.callable(() -> fetch(pod)))
                    .toList();
            executor.invokeAll(tasks);
        }
    }

    private void fetch(Pod pod) {
        try {
            loads.recordSuccess(pod, polling.client().fetch(pod));
        } catch (IOException | RuntimeException e) {
            log.debug("cannot fetch the load of pod {}", pod.getMetadata().getName(), e);
            loads.recordFailure(pod, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void triggerIfChanged(ResourceID id, Collection<Pod> pods) {
        var load = loads.load(pods);
        if (!load.equals(reported.put(id, load))) {
            getEventHandler().handleEvent(new Event(id));
        }
    }
}
