package io.audiostream.transcriber.scheduling;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.engine.DecodeCancelledException;
import io.audiostream.transcriber.engine.Decoder;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.Transcript;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed pool of decode workers, one per core, each with its own decoder. A worker takes the lane that has waited
 * longest with a final. If there is none, it takes the lane that has waited longest with an interim, and then a further
 * final of a lane that already decodes one. While there are fewer tasks than cores, the decodes share the idle cores.
 * Thread-safe.
 */
public final class DecodeScheduler implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DecodeScheduler.class);

    /** Native decoders recurse on the caller's stack. */
    private static final long WORKER_STACK_BYTES = 16L << 20;

    /** Guards the state of the scheduler and of its lanes. */
    final ReentrantLock lock = new ReentrantLock();

    private final Condition workAvailable = lock.newCondition();

    // The waiting lanes: those with a final, those with only an interim, and those with finals beside the running ones.
    @GuardedBy("lock")
    private final SequencedSet<DecodeLane> withFinals = new LinkedHashSet<>();

    @GuardedBy("lock")
    private final SequencedSet<DecodeLane> withInterims = new LinkedHashSet<>();

    @GuardedBy("lock")
    private final SequencedSet<DecodeLane> withMoreFinals = new LinkedHashSet<>();

    @GuardedBy("lock")
    private final Set<RunningTask> running = new HashSet<>();

    @GuardedBy("lock")
    private boolean closed;

    private final List<Thread> workers = new ArrayList<>();
    private final int cores;
    private final DecodeObserver observer;

    /** Starts the decode workers, without an observer. */
    public DecodeScheduler(SpeechEngine engine, int cores) {
        this(engine, cores, DecodeObserver.NOOP);
    }

    /**
     * Starts the decode workers.
     *
     * @param cores maximum number of concurrent decodes, at least 1
     * @throws EngineException if memory does not suffice for the decoders
     */
    public DecodeScheduler(SpeechEngine engine, int cores, DecodeObserver observer) {
        this.observer = observer;
        if (cores < 1) {
            throw new IllegalArgumentException("cores must be at least 1, not " + cores);
        }
        this.cores = cores;
        List<Decoder> decoders = new ArrayList<>();
        try {
            for (int i = 0; i < cores; i++) {
                decoders.add(engine.newDecoder());
            }
        } catch (RuntimeException e) {
            decoders.forEach(Decoder::close);
            throw e;
        }
        for (int i = 0; i < cores; i++) {
            Decoder decoder = decoders.get(i);
            var worker = new Thread(null, () -> work(decoder), "decode-" + i, WORKER_STACK_BYTES);
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
    }

    /** Opens the lane of a new session. */
    public DecodeLane openLane() {
        return new DecodeLane(this);
    }

    /** Queues a lane if it has work. A queued lane keeps its place. */
    @GuardedBy("lock")
    void enqueue(DecodeLane lane) {
        if (lane.hasMoreFinals()) {
            withMoreFinals.add(lane);
        } else if (!lane.hasWork()) {
            return;
        } else if (lane.hasFinal()) {
            withInterims.remove(lane);
            withFinals.add(lane);
        } else {
            withInterims.add(lane);
        }
        workAvailable.signal();
    }

    @GuardedBy("lock")
    void dequeue(DecodeLane lane) {
        withFinals.remove(lane);
        withInterims.remove(lane);
        withMoreFinals.remove(lane);
    }

    private void work(Decoder decoder) {
        try (decoder) {
            RunningTask next = take();
            while (next != null) {
                try {
                    run(decoder, next);
                } finally {
                    done(next);
                }
                next = take();
            }
        } catch (RuntimeException | Error e) {
            log.error("a decode worker failed and has stopped", e);
            throw e;
        }
    }

    private @Nullable RunningTask take() {
        lock.lock();
        try {
            while (!closed && withFinals.isEmpty() && withInterims.isEmpty() && withMoreFinals.isEmpty()) {
                workAvailable.awaitUninterruptibly();
            }
            if (closed) {
                return null;
            }
            DecodeLane lane = nextLane();
            RunningTask next = lane.start();
            running.add(next);
            enqueue(lane);
            return next;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private DecodeLane nextLane() {
        if (!withFinals.isEmpty()) {
            return withFinals.removeFirst();
        }
        return withInterims.isEmpty() ? withMoreFinals.removeFirst() : withInterims.removeFirst();
    }

    private void done(RunningTask task) {
        lock.lock();
        try {
            running.remove(task);
            task.lane().finished(task);
            withMoreFinals.remove(task.lane());
            enqueue(task.lane());
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
            return decoder.decode(window.samples(), window.request(), this::threadsPerDecode, current::cancelled);
        } finally {
            long nanos = System.nanoTime() - started;
            current.lane().addDecodeTime(nanos);
            observer.decoded(
                    current.interim() ? DecodeObserver.Kind.INTERIM : DecodeObserver.Kind.FINAL,
                    nanos / 1e9,
                    current.cancelled());
        }
    }

    /** Returns the maximum number of concurrent decodes. */
    public int cores() {
        return cores;
    }

    /** Returns the number of lanes that wait for a decode worker. */
    public int waiting() {
        lock.lock();
        try {
            return withFinals.size() + withInterims.size();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether no decode runs or waits. The tasks of earlier decodes have received their transcripts. */
    public boolean idle() {
        lock.lock();
        try {
            return running.isEmpty() && withFinals.isEmpty() && withInterims.isEmpty() && withMoreFinals.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the number of threads that each running decode may use: the cores, divided by running and waiting tasks.
     */
    private int threadsPerDecode() {
        lock.lock();
        try {
            int tasks = running.size() + withFinals.size() + withInterims.size() + withMoreFinals.size();
            return Math.max(1, cores / tasks);
        } finally {
            lock.unlock();
        }
    }

    /** Drops waiting tasks, cancels running ones and blocks until all decode workers have stopped. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            withFinals.clear();
            withInterims.clear();
            withMoreFinals.clear();
            running.forEach(RunningTask::cancel);
            workAvailable.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
