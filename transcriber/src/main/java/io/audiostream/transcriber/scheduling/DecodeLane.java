package io.audiostream.transcriber.scheduling;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The decode queue of one session. Finals start in the order in which they were submitted; the newest interim starts
 * when no final waits. Tasks of a lane run one at a time. Only while no other session has work, several finals run
 * concurrently and end in any order. Thread-safe.
 */
public final class DecodeLane implements AutoCloseable {

    private final DecodeScheduler scheduler;
    private final AtomicLong decodeNanos = new AtomicLong();

    // The scheduler's lock guards these fields. The scheduler reads them too, which GuardedBy cannot express.
    private final Queue<DecodeTask> finals = new ArrayDeque<>();
    private @Nullable DecodeTask interim;
    private final Set<RunningTask> running = new HashSet<>();
    private boolean closed;

    DecodeLane(DecodeScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Queues a task that is always decoded, unless the lane is closed. Drops the lane's interim, waiting or running.
     */
    public void submitFinal(DecodeTask task) {
        scheduler.lock.lock();
        try {
            if (closed) {
                return;
            }
            finals.add(task);
            interim = null;
            running.stream().filter(RunningTask::interim).forEach(RunningTask::cancel);
            scheduler.enqueue(this);
        } finally {
            scheduler.lock.unlock();
        }
    }

    /** Offers a task that is decoded in its turn, unless a newer interim or a final replaces it before. */
    public void offerInterim(DecodeTask task) {
        scheduler.lock.lock();
        try {
            if (closed || !finals.isEmpty()) {
                return;
            }
            interim = task;
            scheduler.enqueue(this);
        } finally {
            scheduler.lock.unlock();
        }
    }

    /**
     * Turns an interim that waits or runs into a final.
     *
     * @return false if it neither waits nor runs, because it was decoded or dropped
     */
    public boolean promote(DecodeTask task) {
        scheduler.lock.lock();
        try {
            if (interim == task) {
                interim = null;
                finals.add(task);
                scheduler.enqueue(this);
                return true;
            }
            List<RunningTask> matching = running.stream()
                    .filter(each -> each.task() == task && !each.cancelled())
                    .toList();
            matching.forEach(RunningTask::promote);
            return !matching.isEmpty();
        } finally {
            scheduler.lock.unlock();
        }
    }

    /** Returns the total time of this lane's decodes so far. */
    public Duration decodeTime() {
        return Duration.ofNanos(decodeNanos.get());
    }

    void addDecodeTime(long nanos) {
        decodeNanos.addAndGet(nanos);
    }

    /**
     * Drops waiting tasks and cancels running ones. After this returns, the scheduler calls a task only if its decode
     * had just ended.
     */
    @Override
    public void close() {
        scheduler.lock.lock();
        try {
            closed = true;
            finals.clear();
            interim = null;
            running.forEach(RunningTask::cancel);
            scheduler.dequeue(this);
        } finally {
            scheduler.lock.unlock();
        }
    }

    boolean hasFinal() {
        return !finals.isEmpty();
    }

    /** Returns whether a task waits and none runs. */
    boolean hasWork() {
        return running.isEmpty() && (hasFinal() || interim != null);
    }

    /** Returns whether finals wait while other finals of this lane run. */
    boolean hasMoreFinals() {
        return !running.isEmpty() && hasFinal() && running.stream().noneMatch(RunningTask::interim);
    }

    /** Starts the next task. The scheduler's lock is held, and {@link #hasWork} or {@link #hasMoreFinals} is true. */
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
