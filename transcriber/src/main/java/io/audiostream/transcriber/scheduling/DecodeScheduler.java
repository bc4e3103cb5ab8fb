package io.audiostream.transcriber.scheduling;

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
 * A fixed pool of decode workers, one a core, each with a decoder of its own. A worker takes the lane that has waited
 * longest with a final, else the one that has waited longest with an interim, else another final of a lane that is
 * being decoded already. While there is less to decode than there are cores, a decode gets the idle cores' threads too.
 * Thread-safe.
 */
public final class DecodeScheduler implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DecodeScheduler.class);

    /** Native decoders recurse on the caller's stack. */
    private static final long WORKER_STACK_BYTES = 16L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final SequencedSet<DecodeLane> withFinals = new LinkedHashSet<>();
    private final SequencedSet<DecodeLane> withInterims = new LinkedHashSet<>();
    private final SequencedSet<DecodeLane> withMoreFinals = new LinkedHashSet<>();
    private final List<Thread> workers = new ArrayList<>();
    private final int cores;
    private final Set<RunningTask> running = new HashSet<>();
    private final DecodeObserver observer;
    private boolean closed;

    /** Without anybody who looks on. */
    public DecodeScheduler(SpeechEngine engine, int cores) {
        this(engine, cores, DecodeObserver.NOOP);
    }

    /**
     * Starts the workers.
     *
     * @param cores how many decodes may run at once, at least 1
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
            var worker = new Thread(null, () -> serve(decoder), "decode-" + i, WORKER_STACK_BYTES);
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
    }

    /** A way in for a new session. */
    public DecodeLane openLane() {
        return new DecodeLane(this);
    }

    void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Puts a lane into line, at the end unless it is in it. The lock is held. */
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
        work.signal();
    }

    /** Takes a lane out of line. The lock is held. */
    void forget(DecodeLane lane) {
        withFinals.remove(lane);
        withInterims.remove(lane);
        withMoreFinals.remove(lane);
    }

    private void serve(Decoder decoder) {
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
            log.error("a decode worker died", e);
            throw e;
        }
    }

    private @Nullable RunningTask take() {
        lock.lock();
        try {
            while (!closed && withFinals.isEmpty() && withInterims.isEmpty() && withMoreFinals.isEmpty()) {
                work.awaitUninterruptibly();
            }
            if (closed) {
                return null;
            }
            DecodeLane lane = first();
            RunningTask next = lane.start();
            running.add(next);
            enqueue(lane);
            return next;
        } finally {
            lock.unlock();
        }
    }

    private DecodeLane first() {
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
        long begun = System.nanoTime();
        try {
            return decoder.decode(window.samples(), window.request(), this::threads, current::cancelled);
        } finally {
            long nanos = System.nanoTime() - begun;
            current.lane().tookTime(nanos);
            observer.decoded(
                    current.interim() ? DecodeObserver.Kind.INTERIM : DecodeObserver.Kind.FINAL,
                    nanos / 1e9,
                    current.cancelled());
        }
    }

    /** Lanes that wait for a worker. */
    public int waiting() {
        lock.lock();
        try {
            return withFinals.size() + withInterims.size();
        } finally {
            lock.unlock();
        }
    }

    /** The cores that nothing else needs, shared among the decodes that run. */
    private int threads() {
        lock.lock();
        try {
            int wanted = running.size() + withFinals.size() + withInterims.size() + withMoreFinals.size();
            return Math.max(1, cores / wanted);
        } finally {
            lock.unlock();
        }
    }

    /** Stops the workers; blocks until the decodes that run have stopped. What waits is dropped. */
    @Override
    public void close() {
        locked(() -> {
            closed = true;
            withFinals.clear();
            withInterims.clear();
            withMoreFinals.clear();
            running.forEach(RunningTask::cancel);
            work.signalAll();
        });
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
