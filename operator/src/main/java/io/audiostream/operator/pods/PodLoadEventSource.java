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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
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

    /** How long the first report of a resource waits for the loads of its pods. */
    public static final Duration FIRST_LOAD_TIMEOUT = Duration.ofSeconds(5);

    /** Makes slices even for names that differ in their last characters; an odd number without pattern. */
    private static final int HASH_MULTIPLIER = 0x9E3779B1;

    /** Parts of the interval. */
    static final int SLICES = 10;

    /** Writes for streams that come and go, of all resources together: so many of statuses, and as many of pods. */
    private static final int MAX_WRITES_PER_SECOND = 10;

    private final PodPolling polling;
    private final Cache<TranscriptionService> resources;
    private final InformerEventSource<Pod, TranscriptionService> podInformer;
    private final DeletionCosts costs;
    private final PodLoadCache loads = new PodLoadCache();

    /** The resources that this process has reconciled, and when it began to. */
    private final Map<ResourceID, Instant> reconciled = new ConcurrentHashMap<>();

    private final Set<ResourceID> extraRound = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean extraRoundScheduled = new AtomicBoolean();
    private final PodLoadFetches fetches;
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
        this.fetches = new PodLoadFetches(
                polling.client(), loads, pod -> PodInformer.resourceOf(pod).forEach(this::pollSoon));
        this.reports = new LoadReports(
                polling.reportInterval(),
                InstantSource.system(),
                new RateLimit(MAX_WRITES_PER_SECOND, InstantSource.system()));
        this.costs = new DeletionCosts(
                context.getClient(),
                fieldManager,
                new DueCosts(InstantSource.system(), new RateLimit(MAX_WRITES_PER_SECOND, InstantSource.system())));
    }

    /**
     * The load of the pods to report; never blocks. The first call starts the polling of the resource's pods. A load
     * that differs from the last reported one only in its streams is held back for the report interval.
     *
     * @param pods all pods of the resource
     */
    public Load load(TranscriptionService resource, Collection<Pod> pods) {
        var id = ResourceID.fromResource(resource);
        begin(id);
        var newest = loads.load(pods);
        if (!reports.has(id) && newest.streams().isPresent()) {
            // After a restart the streams of all resources wait for their turn, too.
            streamsInStatus(resource).ifPresent(streams -> reports.reported(id, newest.withStreams(streams)));
        }
        var load = reports.current(id, newest);
        reports.reported(id, load);
        if (load.streams().isEmpty()) {
            pollSoon(id);
        }
        return load;
    }

    /**
     * Whether the resource has a status, and its pods have not been asked for their load since this process started. A
     * restart would otherwise write into each status that the load is unknown, and then the same status as before.
     * Begins to poll the pods, which triggers a reconcile. Returns false after 5 s without their responses.
     *
     * @param pods all pods of the resource
     */
    public boolean awaitsFirstLoad(TranscriptionService resource, Collection<Pod> pods) {
        var id = ResourceID.fromResource(resource);
        if (reports.has(id)
                || streamsInStatus(resource).isEmpty()
                || loads.haveBeenAsked(pods)
                || begin(id).plus(FIRST_LOAD_TIMEOUT).isBefore(Instant.now())) {
            return false;
        }
        pollSoon(id);
        return true;
    }

    /** Polls the pods of the resource from now on. Returns when that began. */
    private Instant begin(ResourceID id) {
        return reconciled.computeIfAbsent(id, _ -> Instant.now());
    }

    private static OptionalInt streamsInStatus(TranscriptionService resource) {
        var streams = resource.getStatus() == null ? null : resource.getStatus().streams();
        return streams == null ? OptionalInt.empty() : OptionalInt.of(streams);
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
        poll(reconciled.keySet().stream().filter(id -> slice(id) == slice).collect(Collectors.toSet()));
    }

    /** Spreads the resources evenly and keeps each in its slice, so that its pods are polled once per interval. */
    static int slice(ResourceID id) {
        return Math.floorMod(id.hashCode() * HASH_MULTIPLIER >>> 16, SLICES);
    }

    private void poll(Set<ResourceID> ids) {
        try {
            forgetDeleted(ids);
            var pods = podsByResource(ids);
            fetches.fetchAll(pods.values().stream().flatMap(Collection::stream).toList());
            pods.forEach(this::triggerIfUrgent);
            for (var next = reports.nextTurn(); next.isPresent(); next = reports.nextTurn()) {
                trigger(next.get());
            }
            pods.values().forEach(ofResource -> costs.update(ofResource, loads));
            costs.writeDue();
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
            fetches.retain(uids);
            costs.retain(uids);
        }
    }

    private void triggerIfUrgent(ResourceID id, Collection<Pod> pods) {
        var load = loads.load(pods);
        if (reports.isUrgent(id, load)) {
            if (reports.has(id)) {
                // Triggers once: until a failing reconcile succeeds, its retries decide about the pace.
                reports.reported(id, load);
            }
            trigger(id);
        }
    }

    private void trigger(ResourceID id) {
        getEventHandler().handleEvent(new Event(id));
    }
}
