package io.audiostream.operator.pods;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches the loads of pods into the cache. */
final class PodLoadFetches {
    private static final Logger log = LoggerFactory.getLogger(PodLoadFetches.class);

    /** Pods that do not respond occupy requests until their timeout, and must not delay the others for long. */
    private static final int MAX_CONCURRENT_REQUESTS = 64;

    private final PodLoadClient client;
    private final PodLoadCache loads;
    private final Semaphore requests = new Semaphore(MAX_CONCURRENT_REQUESTS);

    PodLoadFetches(PodLoadClient client, PodLoadCache loads) {
        this.client = client;
        this.loads = loads;
    }

    /** Fetches the loads concurrently, so that pods that do not respond do not delay the others. */
    void fetchAll(Collection<Pod> pods) throws InterruptedException {
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
            loads.recordSuccess(pod, client.fetch(pod));
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
}
