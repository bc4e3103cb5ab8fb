package io.audiostream.transcriber.scheduling;

/** Hears of decodes, for metrics. Called on decode workers; must return at once. */
public interface DecodeObserver {

    /** For whom nothing is to be seen. */
    DecodeObserver NOOP = (_, _, _) -> {};

    /** What a decode was for. */
    enum Kind {
        INTERIM,
        FINAL
    }

    /**
     * A decode ended.
     *
     * @param seconds how long it took
     * @param cancelled whether it was stopped before its end
     */
    void decoded(Kind kind, double seconds, boolean cancelled);
}
