package io.audiostream.transcriber.scheduling;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One session's way into the scheduler. Finals are begun in the order they were submitted, and when none waits, the
 * newest interim. Its tasks are decoded one at a time, but for finals when no other session has work: of those several
 * may run at once, and end in any order. Thread-safe.
 */
public final class DecodeLane implements AutoCloseable {

    private final DecodeScheduler scheduler;
    private final AtomicLong decodeNanos = new AtomicLong();

    // Guarded by the scheduler's lock.
    private final Queue<DecodeTask> finals = new ArrayDeque<>();
    private @Nullable DecodeTask interim;
    private final Set<RunningTask> running = new HashSet<>();
    private boolean closed;

    DecodeLane(DecodeScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Queues a task that is always decoded, unless the lane is closed. An interim that waits or runs is dropped for it.
     */
    public void submitFinal(DecodeTask task) {
        scheduler.locked(() -> {
            if (closed) {
                return;
            }
            finals.add(task);
            interim = null;
            running.stream().filter(RunningTask::interim).forEach(RunningTask::cancel);
            scheduler.enqueue(this);
        });
    }

    /** Offers a task that is decoded when its turn comes, unless a newer one or a final takes its place. */
    public void offerInterim(DecodeTask task) {
        scheduler.locked(() -> {
            if (closed || !finals.isEmpty()) {
                return;
            }
            interim = task;
            scheduler.enqueue(this);
        });
    }

    /**
     * Makes an interim that waits or runs a final.
     *
     * @return false when it does neither: it was decoded, or dropped
     */
    public boolean promote(DecodeTask task) {
        var there = new AtomicBoolean();
        scheduler.locked(() -> {
            if (interim == task) {
                interim = null;
                finals.add(task);
                scheduler.enqueue(this);
                there.set(true);
            } else {
                running.stream()
                        .filter(each -> each.task() == task && !each.cancelled())
                        .forEach(each -> {
                            each.promote();
                            there.set(true);
                        });
            }
        });
        return there.get();
    }

    /** Time that the decodes of this lane took so far. */
    public Duration decodeTime() {
        return Duration.ofNanos(decodeNanos.get());
    }

    void tookTime(long nanos) {
        decodeNanos.addAndGet(nanos);
    }

    /**
     * Drops what waits and stops what runs. No task of this lane is told anything after this returns, but for one that
     * just finished.
     */
    @Override
    public void close() {
        scheduler.locked(() -> {
            closed = true;
            finals.clear();
            interim = null;
            running.forEach(RunningTask::cancel);
            scheduler.forget(this);
        });
    }

    boolean hasFinal() {
        return !finals.isEmpty();
    }

    boolean hasWork() {
        return running.isEmpty() && (hasFinal() || interim != null);
    }

    /** Whether there are finals to decode beside those that run. */
    boolean hasMoreFinals() {
        return !running.isEmpty() && hasFinal() && running.stream().noneMatch(RunningTask::interim);
    }

    /** Takes the next task; the scheduler's lock is held, and {@link #hasWork} or {@link #hasMoreFinals} is true. */
    RunningTask start() {
        DecodeTask next = finals.poll();
        boolean isInterim = next == null;
        if (next == null) {
            next = interim;
            interim = null;
        }
        if (next == null) {
            throw new IllegalStateException("the lane has no work");
        }
        var started = new RunningTask(this, next, isInterim);
        running.add(started);
        return started;
    }

    void finished(RunningTask task) {
        running.remove(task);
    }
}
