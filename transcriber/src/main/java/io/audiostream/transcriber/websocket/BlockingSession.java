package io.audiostream.transcriber.websocket;

import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.Permit;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRequest;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.SpeechEvent;
import io.audiostream.transcriber.session.StreamSession;
import io.audiostream.transcriber.session.StreamTimeouts;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * A session for a thread that may block: the thread waits until the session can take its audio. Used by one thread at a
 * time; {@link #cancel} and {@link #hasEnded} by any thread.
 */
public final class BlockingSession {

    private final Sessions sessions;
    private final StreamSession session;
    private final CompletableFuture<Boolean> ended;

    private BlockingSession(Sessions sessions, StreamSession session, CompletableFuture<Boolean> ended) {
        this.sessions = sessions;
        this.session = session;
        this.ended = ended;
    }

    /**
     * Opens a session, which holds a slot until it ends.
     *
     * @param timeouts limits the time of the session
     * @param call identifies the session in logs
     * @throws SessionRefusedException if no session can be opened
     */
    public static BlockingSession open(
            Sessions sessions,
            StreamTimeouts timeouts,
            SessionRequest request,
            CallContext call,
            SessionListener listener)
            throws SessionRefusedException {
        Permit permit = sessions.admission().admit(call.caller());
        try {
            var ended = new CompletableFuture<Boolean>();
            StreamSession session = sessions.open(permit, request, call, new EndListener(listener, ended));
            timeouts.start(session, call);
            return new BlockingSession(sessions, session, ended);
        } catch (SessionRefusedException | RuntimeException e) {
            permit.close();
            throw e;
        }
    }

    /**
     * Appends audio. Blocks until the session can take more, so that a client that sends faster than the server decodes
     * is held back.
     *
     * @param number the chunk's number in the stream
     * @param audio must not change afterwards
     * @return false if the session ended before it took the audio
     */
    public boolean append(int number, ByteBuffer audio) {
        var taken = new CompletableFuture<Boolean>();
        session.audio(number, audio, () -> taken.complete(true));
        CompletableFuture.anyOf(taken, ended).join();
        return taken.isDone();
    }

    /**
     * Changes how the utterances are transcribed that begin with the next audio.
     *
     * @throws SessionRefusedException if the request is invalid
     */
    public void change(SessionRequest request) throws SessionRefusedException {
        sessions.change(session, request);
    }

    /** Closes the open segment now, as a pause does. */
    public void flush() {
        session.flush();
    }

    /** Marks the end of the audio. Does not wait. */
    public void end() {
        session.end();
    }

    /** Fails the session after its pending finals. Does not wait. */
    public void endEarly(Exception failure) {
        session.endEarly(failure);
    }

    /** Waits until the listener has received the last call. */
    public void awaitEnd() {
        ended.join();
    }

    /** Returns whether the listener has received the last call. */
    public boolean hasEnded() {
        return ended.isDone();
    }

    /** Drops the session with its pending results. Its listener is not called again. */
    public void cancel() {
        session.cancel();
        ended.complete(false);
    }

    /** @param ended completes after the last call of the listener */
    private record EndListener(SessionListener listener, CompletableFuture<Boolean> ended) implements SessionListener {

        @Override
        public void onResult(SegmentResult result) {
            listener.onResult(result);
        }

        @Override
        public void onSpeech(SpeechEvent event) {
            listener.onSpeech(event);
        }

        @Override
        public void onCompleted(SegmentResult.Progress progress) {
            listener.onCompleted(progress);
            ended.complete(true);
        }

        @Override
        public void onFailed(Exception failure) {
            listener.onFailed(failure);
            ended.complete(true);
        }
    }
}
