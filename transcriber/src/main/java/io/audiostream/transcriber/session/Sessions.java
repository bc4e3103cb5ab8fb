package io.audiostream.transcriber.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.audio.ChannelMode;
import io.audiostream.transcriber.audio.Endpointer;
import io.audiostream.transcriber.audio.SpeechDetector;
import io.audiostream.transcriber.audio.Transcoder;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.scheduling.DecodeScheduler;
import io.audiostream.transcriber.scheduling.Priority;
import io.audiostream.transcriber.scheduling.SlotPool;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens sessions and keeps track of the open ones. Thread-safe. */
public final class Sessions {

    private final SessionDefaults defaults;
    private final SlotPool slots;
    private final Admission admission;
    private final Supplier<SpeechDetector> detectors;
    private final Transcoder.Factory transcoders;
    private final StepExecutor executor;
    private final SessionObserver.Factory observers;
    private final LongSupplier nanoTime;
    private final RecordingWork recordings = new RecordingWork();
    private final Set<StreamSession> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> onFault = new CompletableFuture<>();
    private volatile @Nullable Model model;
    private volatile boolean draining;
    private volatile boolean refusing;

    @GuardedBy("open")
    private long lastClosed;

    private record Model(ModelInfo info, DecodeScheduler scheduler) {}

    /** Creates sessions with a budget of half of the heap. */
    public Sessions(
            SessionDefaults defaults,
            SlotPool slots,
            Supplier<SpeechDetector> detectors,
            Transcoder.Factory transcoders,
            StepExecutor executor,
            SessionObserver.Factory observers) {
        this(defaults, slots, MemoryBudget.ofHeap(), detectors, transcoders, executor, observers, System::nanoTime);
    }

    /**
     * @param memory limits the audio that all calls hold in memory
     * @param detectors makes a speech detector for a session
     * @param transcoders decode compressed audio
     * @param executor runs the sessions' steps
     * @param observers creates the observers of sessions
     * @param nanoTime the clock that measures how long sessions wait for audio
     */
    public Sessions(
            SessionDefaults defaults,
            SlotPool slots,
            MemoryBudget memory,
            Supplier<SpeechDetector> detectors,
            Transcoder.Factory transcoders,
            StepExecutor executor,
            SessionObserver.Factory observers,
            LongSupplier nanoTime) {
        this.defaults = defaults;
        this.slots = slots;
        admission = new Admission(slots, memory, this::servingModel, observers, new SlotReclaim(open)::run);
        this.detectors = detectors;
        this.transcoders = transcoders;
        this.executor = executor;
        this.observers = observers;
        this.nanoTime = nanoTime;
    }

    /** Starts opening sessions, with a model that is loaded. */
    public void ready(ModelInfo info, DecodeScheduler scheduler) {
        model = new Model(info, scheduler);
        scheduler.onFault(() -> onFault.complete(null));
    }

    /** Reports not ready from now on, so that no new client connects. Sessions on existing connections still open. */
    public void startDraining() {
        draining = true;
    }

    /** Refuses new sessions from now on. Open sessions continue. */
    public void refuseNew() {
        draining = true;
        refusing = true;
    }

    /** Returns whether load balancers may route clients to this server. */
    public boolean accepting() {
        return model != null && !draining && fault().isEmpty();
    }

    /** Returns the fault from which only a restart of the process recovers, or empty if there is none. */
    public Optional<String> fault() {
        Model current = model;
        return current == null ? Optional.empty() : current.scheduler().fault();
    }

    /** Runs an action once there is a {@link #fault}, at once if there is one. Must not block. */
    public void onFault(Runnable action) {
        onFault.thenRun(action);
    }

    /** Returns whether the server is shutting down. */
    public boolean draining() {
        return draining;
    }

    /** Returns the loaded model, or null before it is loaded. */
    public @Nullable ModelInfo model() {
        Model current = model;
        return current == null ? null : current.info();
    }

    /** Returns what admits calls before a session opens. */
    public Admission admission() {
        return admission;
    }

    public SlotPool slots() {
        return slots;
    }

    /** Returns the number of open sessions. */
    public int count() {
        return open.size();
    }

    /**
     * Waits until no session is open.
     *
     * @return false on timeout
     */
    public boolean awaitNone(Duration timeout) throws InterruptedException {
        return awaitQuiet(Duration.ZERO, timeout);
    }

    /**
     * Waits until no session has been open for a quiet period, which starts now at the earliest.
     *
     * @return false on timeout
     */
    public boolean awaitQuiet(Duration quietPeriod, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (open) {
            lastClosed = System.nanoTime();
            while (!open.isEmpty() || System.nanoTime() - lastClosed < quietPeriod.toNanos()) {
                long end = open.isEmpty() ? Math.min(deadline, lastClosed + quietPeriod.toNanos()) : deadline;
                if (System.nanoTime() >= deadline) {
                    return false;
                }
                // wait(0) would wait without a limit.
                open.wait(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
            }
            return true;
        }
    }

    private void closed(StreamSession session) {
        synchronized (open) {
            open.remove(session);
            lastClosed = System.nanoTime();
            open.notifyAll();
        }
    }

    /** Makes every open session send the finals of its audio and end. */
    public void drainAll() {
        open.forEach(StreamSession::drain);
    }

    /** Ends every open session without its pending finals. Clients resume from the committed audio. */
    public void abandonAll() {
        open.forEach(StreamSession::abandon);
    }

    /**
     * Opens a session, whose end closes the permit.
     *
     * @param permit admits the call
     * @param call identifies the session in logs
     * @param listener receives its results
     * @throws SessionRefusedException if the session cannot be opened; the permit stays open
     */
    public StreamSession open(Permit permit, SessionRequest request, CallContext call, SessionListener listener)
            throws SessionRefusedException {
        try {
            Model current = servingModel();
            SessionConfig config = configure(current, request);
            if (config.format().channelMode() == ChannelMode.SEPARATE_AS_DECLARED) {
                admission.occupy(permit, call.caller(), config.format().channels());
            }
            return start(current, config, permit, listener, call, observers.opened(call));
        } catch (SessionRefusedException e) {
            throw admission.recorded(e);
        }
    }

    /**
     * Opens the session of a recording that is complete, as {@link #open} does.
     *
     * @param audio the recording, for an estimate of its length; remains unchanged
     * @param limit how long the call may take
     * @throws SessionRefusedException also if the recording cannot be transcribed in that time
     */
    public StreamSession openRecording(
            Permit permit,
            SessionRequest request,
            ByteBuffer audio,
            Duration limit,
            CallContext call,
            SessionListener listener)
            throws SessionRefusedException {
        try {
            Model current = servingModel();
            SessionConfig config = configure(current, request);
            RecordingLength length = RecordingLength.of(config.format(), audio);
            recordings.check(length, limit, current.scheduler().cores());
            admission.occupy(permit, call.caller(), length.channels());
            var observer = new CompositeSessionObserver(
                    List.of(observers.opened(call), recordings.begin(length.transcribedSeconds())));
            return start(current, config, permit, listener, call, observer);
        } catch (SessionRefusedException e) {
            throw admission.recorded(e);
        }
    }

    /**
     * Checks a request without opening a session.
     *
     * @throws SessionRefusedException if no session could be opened with it
     */
    public void check(SessionRequest request) throws SessionRefusedException {
        configure(servingModel(), request);
    }

    /**
     * Changes how an open session transcribes the utterances that begin with the audio queued from now on: language,
     * prompt, interims and endpointing. The rest of the request is as at its opening.
     *
     * @throws SessionRefusedException if the request is invalid; the session stays as it is
     */
    public void change(StreamSession session, SessionRequest request) throws SessionRefusedException {
        Model current = model;
        if (current == null) {
            throw new IllegalStateException("a session is open, so a model is loaded");
        }
        session.configure(configure(current, request).utterances());
    }

    private SessionConfig configure(Model current, SessionRequest request) throws SessionRefusedException {
        return new RequestValidator(defaults, current.info()).configure(request);
    }

    private StreamSession start(
            Model current,
            SessionConfig config,
            Permit permit,
            SessionListener listener,
            CallContext call,
            SessionObserver observer) {
        var channels = new ChannelResources(
                count -> occupyForHeader(permit, call, count),
                () -> new Endpointer(config.utterances().endpointing(), detectors.get()),
                () -> current.scheduler().openLane(config.live() ? Priority.LIVE : Priority.RECORDING));
        var session = new StreamSession(
                config,
                transcoders,
                channels,
                permit,
                executor.forSession(config.live()),
                listener,
                new SessionStats(call, observer),
                new ClientPace(nanoTime));
        open.add(session);
        session.onClosed(() -> closed(session));
        return session;
    }

    /**
     * Takes the slots of a session that is open already, because the header of its audio has the number of channels.
     */
    private void occupyForHeader(Permit permit, CallContext call, int channels) throws SessionRefusedException {
        try {
            admission.occupy(permit, call.caller(), channels);
        } catch (SessionRefusedException e) {
            throw admission.recorded(e);
        }
    }

    private Model servingModel() throws SessionRefusedException {
        if (refusing) {
            throw new SessionRefusedException(
                    Reason.DRAINING, "", "the server is shutting down: call again, another server will answer");
        }
        Model current = model;
        if (current == null) {
            throw new SessionRefusedException(
                    Reason.LOADING, "", "the model is still being loaded: try again in a few seconds");
        }
        return current;
    }
}
