package io.audiostream.transcriber.session;

import com.google.common.util.concurrent.MoreExecutors;
import io.audiostream.transcriber.audio.Endpointer;
import io.audiostream.transcriber.audio.SpeechDetector;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.scheduling.DecodeScheduler;
import io.audiostream.transcriber.scheduling.SlotPool;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens sessions, and knows those that are open. Thread-safe. */
public final class Sessions {

    private final SessionDefaults defaults;
    private final SlotPool slots;
    private final Supplier<SpeechDetector> detectors;
    private final Executor executor;
    private final SessionObserver.Factory observer;
    private final Set<StreamSession> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Model model;
    private volatile boolean draining;
    private volatile boolean refusing;
    private long lastOver; // guarded by open

    private record Model(ModelInfo info, DecodeScheduler scheduler) {}

    /**
     * @param detectors makes a speech detector for a session
     * @param executor runs the sessions' steps, which take some milliseconds each
     * @param observer hears how they fare
     */
    public Sessions(
            SessionDefaults defaults,
            SlotPool slots,
            Supplier<SpeechDetector> detectors,
            Executor executor,
            SessionObserver.Factory observer) {
        this.observer = observer;
        this.defaults = defaults;
        this.slots = slots;
        this.detectors = detectors;
        this.executor = executor;
    }

    /** The model is loaded: from now on sessions are opened. */
    public void ready(ModelInfo info, DecodeScheduler scheduler) {
        model = new Model(info, scheduler);
    }

    /** The server is about to go: nobody is to be sent here any more; who comes all the same is served. */
    public void startDraining() {
        draining = true;
    }

    /** No session is opened any more; those that are open go on. */
    public void refuseNew() {
        draining = true;
        refusing = true;
    }

    /** Whether clients are to be sent here. */
    public boolean accepting() {
        return model != null && !draining;
    }

    /** Whether the server is about to go. */
    public boolean draining() {
        return draining;
    }

    /** What is loaded, or null as long as nothing is. */
    public @Nullable ModelInfo model() {
        Model current = model;
        return current == null ? null : current.info();
    }

    public SlotPool slots() {
        return slots;
    }

    /** Sessions that are open. */
    public int count() {
        return open.size();
    }

    /**
     * Waits until no session is open.
     *
     * @return whether that came to be within the time
     */
    public boolean awaitNone(Duration patience) throws InterruptedException {
        return awaitQuiet(Duration.ZERO, patience);
    }

    /**
     * Waits until no session has been open for some time, from now on.
     *
     * @return whether that came to be within the time
     */
    public boolean awaitQuiet(Duration quiet, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (open) {
            lastOver = System.nanoTime();
            while (!open.isEmpty() || System.nanoTime() - lastOver < quiet.toNanos()) {
                long end = open.isEmpty() ? Math.min(deadline, lastOver + quiet.toNanos()) : deadline;
                if (System.nanoTime() >= deadline) {
                    return false;
                }
                // Zero would be for ever.
                open.wait(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
            }
            return true;
        }
    }

    private void over(StreamSession session) {
        synchronized (open) {
            open.remove(session);
            lastOver = System.nanoTime();
            open.notifyAll();
        }
    }

    /** Tells every open session to finalise what it has and end. */
    public void drainAll() {
        open.forEach(StreamSession::drain);
    }

    /** Ends every open session without the finals that it still awaits; clients send again from what is committed. */
    public void abandonAll() {
        open.forEach(StreamSession::abandon);
    }

    /**
     * Opens a session, which takes a slot until it is over.
     *
     * @param ids what it is known by in logs
     * @param listener hears of its results
     * @throws SessionRefusedException when it can't be opened; never waits for a slot
     */
    public StreamSession open(SessionRequest request, SessionIds ids, SessionListener listener)
            throws SessionRefusedException {
        try {
            return tryOpen(request, ids, listener);
        } catch (SessionRefusedException e) {
            observer.refused(e.reason());
            throw e;
        }
    }

    private StreamSession tryOpen(SessionRequest request, SessionIds ids, SessionListener listener)
            throws SessionRefusedException {
        Model current = servingModel();
        SessionConfig config = new RequestValidator(defaults, current.info()).configure(request);
        SlotPool.Slot slot = slots.tryAcquire().orElseThrow(this::noSlot);
        try {
            var session = new StreamSession(
                    config,
                    new Endpointer(config.endpointing(), detectors.get()),
                    current.scheduler().openLane(),
                    slot,
                    MoreExecutors.newSequentialExecutor(executor),
                    listener,
                    new SessionStats(ids, observer.opened(ids)));
            open.add(session);
            session.whenOver(() -> over(session));
            return session;
        } catch (RuntimeException e) {
            slot.close();
            throw e;
        }
    }

    /**
     * Tells whether a session could be opened now, whatever is asked of it.
     *
     * @throws SessionRefusedException when it could not
     */
    public void checkAdmission() throws SessionRefusedException {
        try {
            var _ = servingModel();
            if (slots.inUse() >= slots.total()) {
                throw noSlot();
            }
        } catch (SessionRefusedException e) {
            observer.refused(e.reason());
            throw e;
        }
    }

    /** A call that is turned away before it asks for a session. */
    public SessionRefusedException refusal(Reason reason, String message) {
        observer.refused(reason);
        return new SessionRefusedException(reason, "", message);
    }

    private Model servingModel() throws SessionRefusedException {
        if (refusing) {
            throw new SessionRefusedException(
                    Reason.DRAINING, "", "the server is shutting down: call again, another one will answer");
        }
        Model current = model;
        if (current == null) {
            throw new SessionRefusedException(
                    Reason.LOADING, "", "the model is still being loaded: try again in a few seconds");
        }
        return current;
    }

    private SessionRefusedException noSlot() {
        return new SessionRefusedException(
                Reason.NO_SLOT, "", "all %d slots are in use: try again in a moment".formatted(slots.total()));
    }
}
