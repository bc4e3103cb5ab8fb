package io.audiostream.transcriber.session;

/** The server ended a session that its client may go on with in another one; nothing that it was sent is lost. */
public final class ResumableException extends Exception {

    /** Why it ended. */
    public enum Cause {
        /** The server is shutting down. */
        DRAINING("the server is draining"),
        /** The stream is as old as one may become. */
        MAX_AGE("the stream has reached its maximum age");

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

    /** The same for a call that had answered nothing yet: what it has heard is to be sent again from the beginning. */
    public ResumableException fromTheBeginning() {
        return new ResumableException(
                reason, new SegmentResult.Progress(progress.received(), java.time.Duration.ZERO, 0));
    }

    public Cause reason() {
        return reason;
    }

    /** Where the next session is to take up. */
    public SegmentResult.Progress progress() {
        return progress;
    }
}
