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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the load of every pod that serves its status, and triggers a reconcile of the resource when the total load of
 * its pods changes. Only pods of resources that this process has reconciled are polled. A standby therefore sends no
 * requests and writes nothing.
 *
 * <p>The requests are spread over the interval: each tick polls the resources of one slice.
 */
public final class PodLoadEventSource extends AbstractEventSource<PodLoad, TranscriptionService> {
    private static final Logger log = LoggerFactory.getLogger(PodLoadEventSource.class);
    private static final String NAME = "pod-load";

    /**
     * Delay of an extra round. It is longer than the informer cache takes to show the objects of the last reconcile,
     * and it limits the rate of extra rounds.
     */
    private static final Duration EXTRA_ROUND_DELAY = Duration.ofMillis(500);

    /** Makes slices even for names that differ in their last characters; an odd number without pattern. */
    private static final int HASH_MULTIPLIER = 0x9E3779B1;

    /** Parts of the interval. */
    static final int SLICES = 10;

    /** Pods that do not respond occupy requests until their timeout, and must not delay the others for long. */
    private static final int MAX_CONCURRENT_REQUESTS = 64;

    /** Writes of the status for streams that come and go, of all resources together. */
    private static final int MAX_REPORTS_PER_SECOND = 10;

    private final PodPolling polling;
    private final Cache<TranscriptionService> resources;
    private final InformerEventSource<Pod, TranscriptionService> podInformer;
    private final DeletionCosts costs;
    private final PodLoadCache loads = new PodLoadCache();
    private final Set<ResourceID> reconciled = ConcurrentHashMap.newKeySet();
    private final Set<ResourceID> extraRound = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean extraRoundScheduled = new AtomicBoolean();
    private final Semaphore requests = new Semaphore(MAX_CONCURRENT_REQUESTS);
    private final LoadReports reports;

    @GuardedBy("this")
    private @Nullable ScheduledExecutorService timer;

    /** The slice of the next tick; used by the timer only. */
    private int nextSlice;

    /**
     * @param polling its intervals bound how often this event source triggers a reconcile of one resource
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
        this.reports = new LoadReports(
                polling.reportInterval(),
                InstantSource.system(),
                new ReportBudget(MAX_REPORTS_PER_SECOND, InstantSource.system()));
        this.costs = new DeletionCosts(context.getClient(), fieldManager, InstantSource.system());
    }

    /**
     * The load of the pods to report; never blocks. The first call starts the polling of the resource's pods. A load
     * that differs from the last reported one only in its streams is held back for the report interval.
     *
     * @param pods all pods of the resource
     */
    public Load load(TranscriptionService resource, Collection<Pod> pods) {
        var id = ResourceID.fromResource(resource);
        reconciled.add(id);
        var load = reports.current(id, loads.load(pods));
        reports.reported(id, load);
        if (load.streams().isEmpty()) {
            pollSoon(id);
        }
        return load;
    }

    /** Stops the polling of the resource's pods until the next call of {@link #load}. */
    public void stopPolling(TranscriptionService resource) {
        var id = ResourceID.fromResource(resource);
        reconciled.remove(id);
        reports.remove(id);
    }

    /** Schedules an extra round, so that a pod that has just become ready does not wait for the next regular one. */
    private synchronized void pollSoon(ResourceID id) {
        extraRound.add(id);
        if (timer != null && !timer.isShutdown() && extraRoundScheduled.compareAndSet(false, true)) {
            timer.schedule(
                    () -> {
                        extraRoundScheduled.set(false);
                        var ids = Set.copyOf(extraRound);
                        extraRound.removeAll(ids);
                        poll(ids);
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
        var period = polling.interval().dividedBy(SLICES).toMillis();
        timer.scheduleWithFixedDelay(this::tick, period, period, TimeUnit.MILLISECONDS);
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

    private void tick() {
        var slice = nextSlice;
        nextSlice = (slice + 1) % SLICES;
        poll(reconciled.stream().filter(id -> slice(id) == slice).collect(Collectors.toSet()));
    }

    /** Spreads the resources evenly and keeps each in its slice, so that its pods are polled once per interval. */
    static int slice(ResourceID id) {
        return Math.floorMod(id.hashCode() * HASH_MULTIPLIER >>> 16, SLICES);
    }

    private void poll(Set<ResourceID> ids) {
        try {
            forgetDeleted(ids);
            var pods = podsByResource(ids);
            fetchAll(pods.values().stream().flatMap(Collection::stream).toList());
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

    private Map<ResourceID, Set<Pod>> podsByResource(Set<ResourceID> ids) {
        var pods = new HashMap<ResourceID, Set<Pod>>();
        for (var id : ids) {
            resources.get(id).ifPresent(resource -> pods.put(id, podInformer.getSecondaryResources(resource)));
        }
        return pods;
    }

    /** Removes the state of those resources that were deleted, and of all pods that were. */
    private void forgetDeleted(Set<ResourceID> ids) {
        ids.stream().filter(id -> resources.get(id).isEmpty()).forEach(id -> {
            reconciled.remove(id);
            reports.remove(id);
        });
        if (nextSlice == 0) {
            var uids = podInformer.list().map(PodLoadCache::uid).collect(Collectors.toSet());
            loads.retain(uids);
            costs.retain(uids);
        }
    }

    /** Fetches the loads concurrently, so that pods that do not respond do not delay the others. */
    private void fetchAll(Collection<Pod> pods) throws InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = pods.stream()
                    .filter(PodInformer::servesStatus)
                    .map(pod -> Executors.callable(() -> fetch(pod)))
                    .toList();
            executor.invokeAll(tasks);
        }
    }

    private void fetch(Pod pod) {
        try {
            requests.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            loads.recordSuccess(pod, polling.client().fetch(pod));
        } catch (IOException | RuntimeException e) {
            log.debug("cannot fetch the load of pod {}", pod.getMetadata().getName(), e);
            if (PodInformer.isReady(pod)) {
                loads.recordFailure(pod, e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            requests.release();
        }
    }

    private void triggerIfChanged(ResourceID id, Collection<Pod> pods) {
        var load = loads.load(pods);
        if (reports.isDue(id, load)) {
            // Triggers once: until a failing reconcile succeeds, its retries decide about the pace.
            reports.reported(id, load);
            getEventHandler().handleEvent(new Event(id));
        }
    }
}
