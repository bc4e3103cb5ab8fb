package io.audiostream.transcriber.websocket;

import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.Permit;
import io.audiostream.transcriber.session.ResumableException;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRequest;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamSession;
import io.audiostream.transcriber.session.StreamTimeouts;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes the audio of one WebSocket to sessions, one after another. A session opens with its first audio, and holds a
 * slot until it ends, so that a client without audio occupies none. A session that ends because its client paused is
 * replaced by the next audio. Used by one thread at a time; {@link #cancel} by any thread.
 */
public final class AudioFeed {

    private final Sessions sessions;
    private final StreamTimeouts timeouts;
    private final CallContext call;
    private volatile @Nullable OpenSession current;
    private volatile boolean stopped;

    /**
     * @param timeouts limits the time of sessions
     * @param call identifies the sessions in logs
     */
    public AudioFeed(Sessions sessions, StreamTimeouts timeouts, CallContext call) {
        this.sessions = sessions;
        this.timeouts = timeouts;
        this.call = call;
    }

    /**
     * Appends audio. Blocks until the session can take more, so that a client that sends faster than the server decodes
     * is held back.
     *
     * @param audio at most a second, so that a session never ends within it; must not change afterwards
     * @param request how to transcribe it, if no session is open
     * @param listener makes the listener of a session that opens. A pause of the client is not reported to it as a
     *     failure: the next audio opens another session.
     * @throws SessionRefusedException if no session can be opened; the audio is not transcribed
     */
    public void append(ByteBuffer audio, SessionRequest request, Supplier<SessionListener> listener)
            throws SessionRefusedException {
        boolean taken = false;
        while (!taken && !stopped) {
            OpenSession session = current;
            if (session == null || session.hasEnded()) {
                session = open(request, listener.get());
            }
            taken = session.take(audio);
        }
    }

    private OpenSession open(SessionRequest request, SessionListener listener) throws SessionRefusedException {
        Permit permit = sessions.admission().admit(call.caller());
        try {
            var opened = new OpenSession(listener);
            StreamSession session = sessions.open(permit, request, call, opened);
            opened.session(session);
            current = opened;
            timeouts.start(session, call);
            if (stopped) {
                opened.cancel();
            }
            return opened;
        } catch (SessionRefusedException | RuntimeException e) {
            permit.close();
            throw e;
        }
    }

    /** Returns whether a session is open. */
    public boolean isOpen() {
        OpenSession session = current;
        return session != null && !session.hasEnded();
    }

    /** Closes the open segment now, as a pause does. */
    public void flush() {
        OpenSession session = current;
        if (session != null) {
            session.session().flush();
        }
    }

    /** Marks the end of the audio of the open session, and waits until its listener has the last result. */
    public void end() {
        OpenSession session = current;
        if (session != null) {
            session.session().end();
            session.awaitEnd();
            current = null;
        }
    }

    /** Drops the open session with its pending results. Its listener is not called again. */
    public void cancel() {
        OpenSession session = current;
        if (session != null) {
            session.cancel();
        }
    }

    /** Drops the open session, and opens no other. */
    public void stop() {
        stopped = true;
        cancel();
    }

    /** A session, and whether its listener has received the last call. */
    private static final class OpenSession implements SessionListener {

        private final SessionListener listener;
        private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
        private @Nullable StreamSession session;
        private int nextChunk;

        OpenSession(SessionListener listener) {
            this.listener = listener;
        }

        void session(StreamSession opened) {
            session = opened;
        }

        StreamSession session() {
            if (session == null) {
                throw new IllegalStateException("the session is not open yet");
            }
            return session;
        }

        boolean hasEnded() {
            return ended.isDone();
        }

        /** Returns whether the session took the audio: false if it ended before. */
        boolean take(ByteBuffer audio) {
            var taken = new CompletableFuture<Boolean>();
            session().audio(nextChunk++, audio.duplicate(), () -> taken.complete(true));
            CompletableFuture.anyOf(taken, ended).join();
            return taken.isDone();
        }

        void awaitEnd() {
            ended.join();
        }

        void cancel() {
            session().cancel();
            ended.complete(false);
        }

        @Override
        public void onResult(SegmentResult result) {
            listener.onResult(result);
        }

        @Override
        public void onCompleted(SegmentResult.Progress progress) {
            listener.onCompleted(progress);
            ended.complete(true);
        }

        @Override
        public void onFailed(Exception failure) {
            if (failure instanceof ResumableException e && isPause(e.reason())) {
                listener.onCompleted(e.progress());
            } else {
                listener.onFailed(failure);
            }
            ended.complete(true);
        }

        /** Returns whether a session ended because its client sent nothing. Then it has all its finals. */
        private static boolean isPause(ResumableException.Cause cause) {
            return switch (cause) {
                case IDLE, SLOT_RECLAIMED -> true;
                case DRAINING, MAX_AGE -> false;
            };
        }
    }
}
