package io.audiostream.operator.pods;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the loads of pods into the cache. A pod that failed to respond is fetched in the background from then on,
 * until it responds: a round waits only for the others. Each of the two kinds has a bound of its own, so that pods that
 * do not respond leave the others their requests.
 */
final class PodLoadFetches {
    private static final Logger log = LoggerFactory.getLogger(PodLoadFetches.class);

    /** Concurrent requests to pods that responded before, or were not asked yet. */
    static final int MAX_CONCURRENT_REQUESTS = 64;

    /** Concurrent requests to pods that did not respond. Each of them occupies one until its timeout. */
    static final int MAX_BACKGROUND_REQUESTS = 32;

    private final PodLoadClient client;
    private final PodLoadCache loads;
    private final Consumer<Pod> onRecovery;
    private final Semaphore requests = new Semaphore(MAX_CONCURRENT_REQUESTS);
    private final Semaphore backgroundRequests = new Semaphore(MAX_BACKGROUND_REQUESTS);

    /** Uids of the pods whose latest request failed. */
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    /** Uids of the failing pods whose request waits or runs. */
    private final Set<String> inBackground = ConcurrentHashMap.newKeySet();

    /** @param onRecovery takes a pod that responds again, from the thread of its request */
    PodLoadFetches(PodLoadClient client, PodLoadCache loads, Consumer<Pod> onRecovery) {
        this.client = client;
        this.loads = loads;
        this.onRecovery = onRecovery;
    }

    /**
     * Fetches the loads concurrently. Returns when all pods have responded or failed, except those that failed before:
     * their loads arrive in the cache later.
     */
    void fetchAll(Collection<Pod> pods) throws InterruptedException {
        var before = Set.copyOf(failing); // requests change it meanwhile
        var serving = pods.stream().filter(PodInformer::servesStatus).toList();
        serving.stream().filter(pod -> before.contains(PodLoadCache.uid(pod))).forEach(this::fetchInBackground);
        var responding = serving.stream()
                .filter(pod -> !before.contains(PodLoadCache.uid(pod)))
                .toList();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            executor.invokeAll(responding.stream()
                    .map(pod -> Executors.callable(() -> fetch(pod, requests)))
                    .toList());
        }
    }

    /** A pod whose request still waits or runs does not get another one. */
    private void fetchInBackground(Pod pod) {
        var uid = PodLoadCache.uid(pod);
        if (inBackground.add(uid)) {
            Thread.startVirtualThread(() -> {
                try {
                    fetch(pod, backgroundRequests);
                } finally {
                    inBackground.remove(uid);
                }
            });
        }
    }

    private void fetch(Pod pod, Semaphore permits) {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            loads.recordSuccess(pod, client.fetch(pod));
            if (failing.remove(PodLoadCache.uid(pod))) {
                onRecovery.accept(pod);
            }
        } catch (IOException | RuntimeException e) {
            log.debug("cannot fetch the load of pod {}", pod.getMetadata().getName(), e);
            failing.add(PodLoadCache.uid(pod));
            if (PodInformer.isReady(pod)) {
                loads.recordFailure(pod, e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            permits.release();
        }
    }

    /** Forgets all pods except these. */
    void retain(Set<String> uids) {
        failing.retainAll(uids);
    }
}
