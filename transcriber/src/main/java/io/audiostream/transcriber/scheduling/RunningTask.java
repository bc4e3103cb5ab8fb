package io.audiostream.transcriber.scheduling;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A task that a decode worker runs. Written under the scheduler's lock, and read by the decoder without it. */
final class RunningTask {

    /**
     * Steps of a decode (layers of the encoder, tokens) for which a recording runs once it was starved, before live
     * decodes may pause it again.
     */
    static final int TURN_STEPS = 16;

    private final DecodeLane lane;
    private final DecodeTask task;
    private final AtomicInteger turnSteps = new AtomicInteger();
    private final AtomicLong pausedNanos = new AtomicLong();
    private volatile boolean interim;
    private volatile boolean cancelled;
    private volatile boolean paused;

    RunningTask(DecodeLane lane, DecodeTask task, boolean interim) {
        this.lane = lane;
        this.task = task;
        this.interim = interim;
    }

    DecodeLane lane() {
        return lane;
    }

    DecodeTask task() {
        return task;
    }

    boolean interim() {
        return interim;
    }

    /** Turns an interim into a final, which no later task replaces. */
    void promote() {
        interim = false;
    }

    void cancel() {
        cancelled = true;
    }

    boolean cancelled() {
        return cancelled;
    }

    /** Returns whether the decode gave its core to a live one. It keeps its worker and its decoder. */
    boolean paused() {
        return paused;
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
    }

    /** Returns whether a live decode may take this one's core. */
    boolean pausable() {
        return lane.priority() == Priority.RECORDING && !paused && !cancelled && turnSteps.get() == 0;
    }

    /** Guarantees the decode {@value #TURN_STEPS} steps without a pause. */
    void beginTurn() {
        turnSteps.set(TURN_STEPS);
    }

    /** Counts a step of the decode. Returns whether it was the last one of the turn. */
    boolean stepEndsTurn() {
        return turnSteps.get() > 0 && turnSteps.decrementAndGet() == 0;
    }

    /** Returns the time for which the decode was paused. */
    long pausedNanos() {
        return pausedNanos.get();
    }

    void addPausedNanos(long nanos) {
        pausedNanos.addAndGet(nanos);
    }
}
