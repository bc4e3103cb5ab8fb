package io.audiostream.operator.metrics;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The reconciles that wait for a thread, and those that run. Each has the time at which JOSDK submitted it.
 * Thread-safe.
 */
final class ReconcileQueue {
    private final Map<ResourceID, Long> waiting = new ConcurrentHashMap<>();
    private final Map<ResourceID, Long> running = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /** @param nanoTime a monotonic clock, in nanoseconds */
    ReconcileQueue(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void submitted(ResourceID id) {
        waiting.put(id, nanoTime.getAsLong());
    }

    void started(ResourceID id) {
        Long since = waiting.remove(id);
        running.put(id, since == null ? nanoTime.getAsLong() : since);
    }

    void finished(ResourceID id) {
        running.remove(id);
    }

    /** JOSDK does not start the reconcile of a resource that was deleted while the reconcile waited. */
    void deleted(ResourceID id) {
        waiting.remove(id);
        running.remove(id);
    }

    int waiting() {
        return waiting.size();
    }

    int running() {
        return running.size();
    }

    /** Seconds since the oldest of these reconciles was submitted; 0 without any. */
    double oldestSeconds() {
        long now = nanoTime.getAsLong();
        long oldest = Math.max(oldest(waiting, now), oldest(running, now));
        return oldest / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static long oldest(Map<ResourceID, Long> reconciles, long now) {
        return reconciles.values().stream()
                .mapToLong(since -> now - since)
                .max()
                .orElse(0);
    }
}
