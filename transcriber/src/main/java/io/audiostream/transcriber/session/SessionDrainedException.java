package io.audiostream.transcriber.session;

/** The server ended the session because it is shutting down; what was pending has been finalised. */
public final class SessionDrainedException extends Exception {

    private final transient SegmentResult.Progress progress;

    SessionDrainedException(SegmentResult.Progress progress) {
        super("the server is draining: open a new stream and send again from chunk " + progress.resumeChunk());
        this.progress = progress;
    }

    /** Where the next session is to take up. */
    public SegmentResult.Progress progress() {
        return progress;
    }
}
