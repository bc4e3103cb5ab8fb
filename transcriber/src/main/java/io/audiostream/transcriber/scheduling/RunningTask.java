package io.audiostream.transcriber.scheduling;

/** A task on a decode worker, with the flag that stops it. */
final class RunningTask {

    private final DecodeLane lane;
    private final DecodeTask task;
    private volatile boolean interim;
    private volatile boolean cancelled;

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

    /** It is to be decoded to its end. */
    void promote() {
        interim = false;
    }

    void cancel() {
        cancelled = true;
    }

    boolean cancelled() {
        return cancelled;
    }
}
