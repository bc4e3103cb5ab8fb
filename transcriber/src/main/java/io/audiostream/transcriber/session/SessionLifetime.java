package io.audiostream.transcriber.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Runs the steps of a session until it ends, and then frees what the session holds. Thread-safe. */
final class SessionLifetime {

    private final Executor executor;
    private final ChannelResources channels;
    private final Permit permit;
    private final SessionListener listener;
    private final SessionStats stats;
    private final CompletableFuture<Void> onClosed = new CompletableFuture<>();
    private volatile boolean closed;

    /** @param executor runs tasks one after another, in order */
    SessionLifetime(
            Executor executor, ChannelResources channels, Permit permit, SessionListener listener, SessionStats stats) {
        this.executor = executor;
        this.channels = channels;
        this.permit = permit;
        this.listener = listener;
        this.stats = stats;
    }

    /** Runs an action on the executor, unless the session has ended by then. */
    void step(Runnable action) {
        executor.execute(() -> {
            if (closed) {
                return;
            }
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                // The executor would only log this defect, and the client would wait without end.
                fail(
                        SessionEnd.FAILED,
                        e instanceof RuntimeException defect
                                ? defect
                                : new IllegalStateException("a step of the session failed: " + e, e));
            }
        });
    }

    /** Ends the session, and reports its failure to the listener. Called on the executor. */
    void fail(SessionEnd end, Exception failure) {
        close(end);
        listener.onFailed(failure);
    }

    /** Ends the session, and reports its success to the listener. Called on the executor. */
    void complete(SegmentResult.Progress progress) {
        close(SessionEnd.COMPLETED);
        listener.onCompleted(progress);
    }

    /** Ends the session without calling the listener: stops its decodes and frees its slot. Idempotent. */
    synchronized void close(SessionEnd end) {
        if (!closed) {
            closed = true;
            channels.close();
            permit.close();
            stats.close(end, channels.decodeTime());
            onClosed.complete(null);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Runs an action when the session ends, for any reason; at once if it has ended. */
    void onClosed(Runnable action) {
        onClosed.thenRun(action);
    }
}
