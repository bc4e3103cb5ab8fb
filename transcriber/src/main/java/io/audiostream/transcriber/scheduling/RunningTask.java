package io.audiostream.transcriber.scheduling;

/** A task that a decode worker runs, with its cancellation flag. */
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
}
