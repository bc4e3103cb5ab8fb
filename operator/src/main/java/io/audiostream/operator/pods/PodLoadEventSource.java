package io.audiostream.operator.pods;

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
 * Asks every ready pod every few seconds how many streams it serves, and wakes the resource when the sum is another
 * one. It looks only at resources that this process has reconciled: an operator that stands by asks nobody and writes
 * nothing.
 */
public final class PodLoadEventSource extends AbstractEventSource<PodLoad, TranscriptionService> {
    private static final Logger log = LoggerFactory.getLogger(PodLoadEventSource.class);

    /** Longer than the watch needs to show what was just reconciled, and the least time between two extra rounds. */
    private static final Duration ASK_SOON = Duration.ofMillis(500);

    private final PodPolling polling;
    private final Cache<TranscriptionService> resources;
    private final InformerEventSource<Pod, TranscriptionService> podWatch;
    private final DeletionCosts costs;
    private final PodLoadCache readings = new PodLoadCache();
    private final Set<ResourceID> followed = ConcurrentHashMap.newKeySet();
    private final Map<ResourceID, Load> told = new ConcurrentHashMap<>();
    private final AtomicBoolean soon = new AtomicBoolean();
    private @Nullable ScheduledExecutorService timer;

    /**
     * @param polling its interval is also the least time between two changes of a status that come from here
     * @param fieldManager under which the pods' deletion costs are written
     */
    public PodLoadEventSource(
            EventSourceContext<TranscriptionService> context,
            InformerEventSource<Pod, TranscriptionService> podWatch,
            PodPolling polling,
            String fieldManager) {
        super(PodLoad.class, "stream-counter");
        this.polling = polling;
        this.resources = context.getPrimaryCache();
        this.podWatch = podWatch;
        this.costs = new DeletionCosts(context.getClient(), fieldManager, InstantSource.system());
    }

    /**
     * How busy the pods were when they were asked last; never blocks. From now on they are asked.
     *
     * @param pods all pods of the resource
     */
    public Load load(TranscriptionService resource, Collection<Pod> pods) {
        var id = ResourceID.fromResource(resource);
        followed.add(id);
        var load = readings.load(pods);
        told.put(id, load);
        if (load.streams().isEmpty()) {
            askSoon();
        }
        return load;
    }

    /** A pod that has just become ready is asked at once, not at the next round. */
    private synchronized void askSoon() {
        if (timer != null && !timer.isShutdown() && soon.compareAndSet(false, true)) {
            timer.schedule(
                    () -> {
                        round();
                        soon.set(false);
                    },
                    ASK_SOON.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void start() {
        super.start();
        timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("stream-counter").factory());
        var period = polling.interval().toMillis();
        timer.scheduleWithFixedDelay(this::round, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        super.stop();
        if (timer != null) {
            timer.shutdownNow();
        }
    }

    /** There is no object of which a reading would be the representation. */
    @Override
    public Set<PodLoad> getSecondaryResources(TranscriptionService resource) {
        return Set.of();
    }

    private void round() {
        try {
            var pods = podsByResource();
            askAll(pods.values().stream().flatMap(Collection::stream).toList());
            var uids = pods.values().stream()
                    .flatMap(Collection::stream)
                    .map(PodLoadCache::uid)
                    .collect(Collectors.toSet());
            readings.retain(uids);
            costs.retain(uids);
            pods.forEach(this::wakeWhenChanged);
            pods.values().forEach(ofResource -> costs.keep(ofResource, readings));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn(
                    "could not count streams; it is tried again in {} s",
                    polling.interval().toSeconds(),
                    e);
        }
    }

    private Map<ResourceID, Set<Pod>> podsByResource() {
        var pods = new HashMap<ResourceID, Set<Pod>>();
        for (var id : followed) {
            resources
                    .get(id)
                    .ifPresentOrElse(resource -> pods.put(id, podWatch.getSecondaryResources(resource)), () -> {
                        followed.remove(id);
                        told.remove(id);
                    });
        }
        return pods;
    }

    /** All at once, so that the pods that don't answer cost the others nothing. */
    private void askAll(Collection<Pod> pods) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var questions = pods.stream()
                    .filter(PodInformer::isReady)
                    .map(pod -> Executors.callable(() -> ask(pod)))
                    .toList();
            threads.invokeAll(questions);
        }
    }

    private void ask(Pod pod) {
        try {
            readings.answered(pod, polling.probe().ask(pod));
        } catch (IOException | RuntimeException e) {
            log.debug("pod {} does not answer", pod.getMetadata().getName(), e);
            readings.failed(pod, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void wakeWhenChanged(ResourceID id, Collection<Pod> pods) {
        var load = readings.load(pods);
        if (!load.equals(told.put(id, load))) {
            getEventHandler().handleEvent(new Event(id));
        }
    }
}
