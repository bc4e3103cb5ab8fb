package io.audiostream.transcriber.scheduling;

/** Receives the events of decodes, for metrics. Called on decode workers; implementations must not block. */
public interface DecodeObserver {

    /** Ignores all events. */
    DecodeObserver NOOP = (_, _, _) -> {};

    /** The kind of result that a decode was for. */
    enum Kind {
        INTERIM,
        FINAL
    }

    /**
     * Called when a decode ended.
     *
     * @param seconds duration of the decode
     * @param cancelled whether it was cancelled before its end
     */
    void decoded(Kind kind, double seconds, boolean cancelled);

    /** Called when a recording's decode was paused for a live one. The scheduler's lock is held. */
    default void paused() {}

    /** Called when a decode worker failed and was replaced. */
    default void workerReplaced() {}
}
