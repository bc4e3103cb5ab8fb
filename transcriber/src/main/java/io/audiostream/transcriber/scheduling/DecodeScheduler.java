package io.audiostream.transcriber.scheduling;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.engine.DecodeCancelledException;
import io.audiostream.transcriber.engine.Decoder;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.Transcript;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes the windows of all sessions on a pool of workers. {@link CoreAllocation} decides which task runs. Each worker
 * has its own decoder. Thread-safe.
 */
public final class DecodeScheduler implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DecodeScheduler.class);

    /** Guards the state of the scheduler and of its lanes. */
    final ReentrantLock lock = new ReentrantLock();

    private final Condition workAvailable = lock.newCondition();
    private final Condition resumed = lock.newCondition();

    @GuardedBy("lock")
    private final CoreAllocation cores;

    @GuardedBy("lock")
    private boolean closed;

    private final int coreCount;
    private final DecodeObserver observer;
    private final DecodeWorkers workers;

    /** Starts the decode workers, without an observer. */
    public DecodeScheduler(SpeechEngine engine, int cores) {
        this(engine, cores, DecodeObserver.NOOP);
    }

    /** Starts a decode worker for each core. */
    DecodeScheduler(SpeechEngine engine, int cores, DecodeObserver observer) {
        this(engine, cores, cores, observer);
    }

    /**
     * Starts the decode workers, each of which holds the memory of a decoder.
     *
     * @param cores cores that decodes share, at least 1
     * @param maxDecoders maximum number of decode workers, at least 1; there are no more of them than cores
     * @throws EngineException if memory does not suffice for the decoders
     */
    public DecodeScheduler(SpeechEngine engine, int cores, int maxDecoders, DecodeObserver observer) {
        if (cores < 1 || maxDecoders < 1) {
            throw new IllegalArgumentException(
                    "cores and decoders must be at least 1, not " + cores + " and " + maxDecoders);
        }
        coreCount = cores;
        this.cores = new CoreAllocation(cores, observer);
        this.observer = observer;
        workers = new DecodeWorkers(engine, this::work, observer);
        workers.start(Math.min(cores, maxDecoders));
    }

    /** Opens the lane of a new session. */
    public DecodeLane openLane(Priority priority) {
        if (priority == Priority.RECORDING) {
            workers.startSpare();
        }
        return new DecodeLane(this, priority);
    }

    /** Queues a lane if it has work. A queued lane keeps its place. */
    @GuardedBy("lock")
    void enqueue(DecodeLane lane) {
        cores.enqueue(lane);
        workAvailable.signal();
    }

    @GuardedBy("lock")
    void dequeue(DecodeLane lane) {
        cores.dequeue(lane);
    }

    @GuardedBy("lock")
    void cancel(RunningTask task) {
        task.cancel();
        resumed.signalAll();
    }

    private void work(Decoder decoder) {
        for (RunningTask next = take(); next != null; next = take()) {
            try {
                run(decoder, next);
            } catch (RuntimeException | Error e) {
                fail(next, e);
                throw e;
            } finally {
                done(next);
            }
        }
    }

    private static void fail(RunningTask running, Throwable failure) {
        try {
            running.task().onFailed(new EngineException("the decode worker failed: " + failure, failure));
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    private @Nullable RunningTask take() {
        lock.lock();
        try {
            while (!closed) {
                RunningTask next = cores.next();
                resumed.signalAll();
                if (next != null) {
                    if (cores.waiting() > 0) {
                        workAvailable.signal();
                    }
                    return next;
                }
                workAvailable.awaitUninterruptibly();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void done(RunningTask task) {
        lock.lock();
        try {
            cores.finished(task);
            resumed.signalAll();
            workAvailable.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run(Decoder decoder, RunningTask current) {
        DecodeTask task = current.task();
        try {
            DecodeTask.Window window = task.window();
            if (window == null || current.cancelled()) {
                return;
            }
            Transcript transcript = timed(decoder, window, current);
            if (!current.cancelled()) {
                task.onDecoded(transcript);
            }
        } catch (DecodeCancelledException e) {
            log.trace("a decode was cancelled");
        } catch (RuntimeException e) {
            task.onFailed(e);
        } catch (Error e) {
            log.error("a decode failed", e);
            task.onFailed(new EngineException("the decode failed: " + e, e));
        }
    }

    private Transcript timed(Decoder decoder, DecodeTask.Window window, RunningTask current)
            throws DecodeCancelledException {
        long started = System.nanoTime();
        try {
            return decoder.decode(
                    window.samples(), window.request(), this::threadsPerDecode, () -> stopsAtStep(current));
        } finally {
            long nanos = System.nanoTime() - started - current.pausedNanos();
            current.lane().addDecodeTime(nanos);
            observer.decoded(
                    current.interim() ? DecodeObserver.Kind.INTERIM : DecodeObserver.Kind.FINAL,
                    nanos / 1e9,
                    current.cancelled());
        }
    }

    /** Called between two steps of a decode. Blocks while it is paused. Returns whether it was cancelled. */
    private boolean stopsAtStep(RunningTask task) {
        boolean turnEnds = task.stepEndsTurn();
        if (turnEnds || task.paused()) {
            lock.lock();
            try {
                if (turnEnds) {
                    workAvailable.signalAll();
                }
                awaitResume(task);
            } finally {
                lock.unlock();
            }
        }
        return task.cancelled();
    }

    @GuardedBy("lock")
    private void awaitResume(RunningTask task) {
        long since = System.nanoTime();
        while (task.paused() && !task.cancelled()) {
            resumed.awaitUninterruptibly();
        }
        task.addPausedNanos(System.nanoTime() - since);
    }

    /** Returns the number of decodes that have stopped because they are paused. */
    int paused() {
        lock.lock();
        try {
            return lock.getWaitQueueLength(resumed);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the maximum number of concurrent decodes. */
    public int cores() {
        return coreCount;
    }

    /** Returns whether no decode runs or waits. The tasks of earlier decodes have received their transcripts. */
    public boolean idle() {
        lock.lock();
        try {
            return cores.idle();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of lanes that wait for a decode worker with a rank. */
    public int waiting(DecodeRank rank) {
        lock.lock();
        try {
            return cores.waiting(rank);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of lanes that wait for a decode worker. */
    public int waiting() {
        lock.lock();
        try {
            return cores.waiting();
        } finally {
            lock.unlock();
        }
    }

    /** Returns why fewer workers than cores decode, or empty if all do. Only a restart of the process helps. */
    public Optional<String> fault() {
        return workers.fault();
    }

    /** Runs an action once there is a {@link #fault}, at once if there is one. Must not block. */
    public void onFault(Runnable action) {
        workers.onFault(action);
    }

    private int threadsPerDecode() {
        lock.lock();
        try {
            return cores.threadsPerDecode();
        } finally {
            lock.unlock();
        }
    }

    /** Drops waiting tasks, cancels running ones and blocks until all decode workers have stopped. */
    @Override
    public void close() {
        workers.close();
        lock.lock();
        try {
            closed = true;
            for (RunningTask each : cores.clear()) {
                cancel(each);
            }
            workAvailable.signalAll();
        } finally {
            lock.unlock();
        }
        workers.join();
    }
}
