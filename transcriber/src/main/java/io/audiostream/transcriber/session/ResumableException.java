package io.audiostream.transcriber.session;

import java.time.Duration;

/** Signals that the server ended a session which the client can resume in a new one without losing a result. */
public final class ResumableException extends Exception {

    /** Why the server ended the session. */
    public enum Cause {
        /** The server is shutting down. */
        DRAINING("the server is draining"),
        /** The stream reached its maximum age. */
        MAX_AGE("the stream has reached its maximum age"),
        /** The client sent no audio for the idle timeout. */
        IDLE("the client has sent no audio for longer than the server's idle timeout"),
        /** The client sent too little audio while other calls had no slot. */
        SLOT_RECLAIMED("the client has sent too little audio for %d s or more, and another call needs the slot"
                .formatted(SlotReclaim.MIN_LAG.toSeconds()));

        private final String sentence;

        Cause(String sentence) {
            this.sentence = sentence;
        }
    }

    private final Cause reason;
    private final transient SegmentResult.Progress progress;

    ResumableException(Cause reason, SegmentResult.Progress progress) {
        super(reason.sentence + ": open a new stream and send again from chunk " + progress.resumeChunk());
        this.reason = reason;
        this.progress = progress;
    }

    /** Returns the failure of a call that has returned no result yet: the client resumes from the beginning. */
    public ResumableException fromTheBeginning() {
        return new ResumableException(reason, new SegmentResult.Progress(progress.received(), Duration.ZERO, 0));
    }

    public Cause reason() {
        return reason;
    }

    /** Returns the progress of the session; the client resumes from its {@code resumeChunk}. */
    public SegmentResult.Progress progress() {
        return progress;
    }
}
