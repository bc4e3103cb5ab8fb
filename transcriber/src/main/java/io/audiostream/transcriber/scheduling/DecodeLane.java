package io.audiostream.transcriber.scheduling;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
 * when no final waits. Tasks of a lane run one at a time. Only while no other session has more urgent work, several
 * finals run concurrently and end in any order. Thread-safe.
 */
public final class DecodeLane implements AutoCloseable {

    private final DecodeScheduler scheduler;
    private final Priority priority;
    private final AtomicLong decodeNanos = new AtomicLong();

    // The scheduler's lock guards these fields. The scheduler reads them too, which GuardedBy cannot express.
    private final Queue<WaitingFinal> finals = new ArrayDeque<>();
    private @Nullable DecodeTask interim;
    private final Set<RunningTask> running = new HashSet<>();
    private boolean closed;

    /** @param further whether another final of the lane waited or ran when this one was submitted */
    private record WaitingFinal(DecodeTask task, boolean further) {}

    DecodeLane(DecodeScheduler scheduler, Priority priority) {
        this.scheduler = scheduler;
        this.priority = priority;
    }

    Priority priority() {
        return priority;
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
            interim = null;
            addFinal(task);
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
     * Turns an interim that waits or runs into a final. Stops the older interim that runs before a waiting one.
     *
     * @return false if it neither waits nor runs, because it was decoded or dropped
     */
    public boolean promote(DecodeTask task) {
        scheduler.lock.lock();
        try {
            if (interim == task) {
                interim = null;
                addFinal(task);
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

    @GuardedBy("scheduler.lock")
    private void addFinal(DecodeTask task) {
        for (RunningTask each : running) {
            if (each.interim()) {
                scheduler.cancel(each);
            }
        }
        finals.add(new WaitingFinal(task, !finals.isEmpty() || !idle()));
        scheduler.enqueue(this);
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
            for (RunningTask each : running) {
                scheduler.cancel(each);
            }
            scheduler.dequeue(this);
        } finally {
            scheduler.lock.unlock();
        }
    }

    /** Returns whether no decode of the lane runs, except for cancelled ones. */
    boolean idle() {
        return running.stream().allMatch(RunningTask::cancelled);
    }

    /** Returns the rank of the next task, or null if no task may start now. */
    @Nullable
    DecodeRank rank() {
        WaitingFinal next = finals.peek();
        if (next == null && (interim == null || !idle())) {
            return null;
        }
        if (priority == Priority.RECORDING) {
            return DecodeRank.RECORDING;
        }
        return next == null || next.further() ? DecodeRank.LIVE_INTERIM : DecodeRank.LIVE_FINAL;
    }

    /** Starts the next task. The scheduler's lock is held, and {@link #rank} is not null. */
    RunningTask start() {
        WaitingFinal next = finals.poll();
        DecodeTask task = next == null ? interim : next.task();
        if (task == null) {
            throw new IllegalStateException("the lane has no work");
        }
        if (next == null) {
            interim = null;
        }
        var started = new RunningTask(this, task, next == null);
        running.add(started);
        return started;
    }

    void finished(RunningTask task) {
        running.remove(task);
    }
}
