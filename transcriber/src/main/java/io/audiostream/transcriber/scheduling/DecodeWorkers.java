package io.audiostream.transcriber.scheduling;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.engine.Decoder;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.SpeechEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that decode, each with its own decoder. A worker that fails is replaced by a new one with a new decoder.
 * Thread-safe.
 */
final class DecodeWorkers {

    private static final Logger log = LoggerFactory.getLogger(DecodeWorkers.class);

    /** Native decoders recurse on the caller's stack. */
    private static final long STACK_BYTES = 16L << 20;

    /** Maximum number of workers that are replaced. A process in which more fail needs a restart. */
    private static final int MAX_REPLACEMENTS = 10;

    private final SpeechEngine engine;
    private final Consumer<Decoder> loop;
    private final DecodeObserver observer;

    @GuardedBy("this")
    private final List<Thread> threads = new ArrayList<>();

    @GuardedBy("this")
    private boolean hasSpare;

    @GuardedBy("this")
    private int replacements;

    @GuardedBy("this")
    private boolean closed;

    private final CompletableFuture<String> fault = new CompletableFuture<>();

    /** @param loop decodes until the scheduler is closed */
    DecodeWorkers(SpeechEngine engine, Consumer<Decoder> loop, DecodeObserver observer) {
        this.engine = engine;
        this.loop = loop;
        this.observer = observer;
    }

    /** @throws EngineException if memory does not suffice for the decoders */
    void start(int count) {
        List<Decoder> decoders = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                decoders.add(engine.newDecoder());
            }
        } catch (RuntimeException e) {
            decoders.forEach(Decoder::close);
            throw e;
        }
        for (int i = 0; i < count; i++) {
            Decoder decoder = decoders.get(i);
            start("decode-" + i, name -> run(name, decoder));
        }
    }

    /**
     * Starts a further worker, once. Returns at once: the worker loads its decoder itself. If memory does not suffice,
     * there is no further worker.
     */
    synchronized void startSpare() {
        if (!hasSpare) {
            hasSpare = true;
            start("decode-spare", this::runSpare);
        }
    }

    private synchronized void start(String name, Consumer<String> body) {
        if (closed) {
            return;
        }
        var thread = new Thread(null, () -> body.accept(name), name, STACK_BYTES);
        thread.setDaemon(true);
        threads.removeIf(each -> each.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        thread.start();
    }

    private void runSpare(String name) {
        Decoder decoder;
        try {
            decoder = engine.newDecoder();
        } catch (EngineException e) {
            log.warn("without a spare decoder, live decodes wait for those of recordings: {}", e.getMessage());
            return;
        }
        run(name, decoder);
    }

    private void run(String name, Decoder decoder) {
        try (decoder) {
            loop.accept(decoder);
        } catch (RuntimeException | Error e) {
            log.error("the worker {} failed", name, e);
            replace(name, e);
        }
    }

    private void replace(String name, Throwable failure) {
        try {
            checkReplaceable();
            Decoder decoder = engine.newDecoder();
            start(name, each -> run(each, decoder));
            observer.workerReplaced();
        } catch (RuntimeException | Error e) {
            log.error("the worker {} cannot be replaced", name, e);
            fault.complete(
                    "a decode worker failed (%s) and cannot be replaced (%s)".formatted(failure, e.getMessage()));
        }
    }

    private synchronized void checkReplaceable() {
        if (replacements >= MAX_REPLACEMENTS) {
            throw new IllegalStateException("%d workers failed before".formatted(replacements));
        }
        replacements++;
    }

    /** Returns why there are fewer workers than cores, or empty if there are not. */
    Optional<String> fault() {
        return Optional.ofNullable(fault.getNow(null));
    }

    /** Runs an action once there is a fault, at once if there is one. */
    void onFault(Runnable action) {
        fault.thenRun(action);
    }

    /** Starts no more workers. */
    synchronized void close() {
        closed = true;
    }

    private synchronized List<Thread> threads() {
        return List.copyOf(threads);
    }

    /** Blocks until all workers have stopped. */
    void join() {
        boolean interrupted = false;
        for (Thread thread : threads()) {
            while (thread.isAlive()) {
                try {
                    thread.join();
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
