package io.audiostream.transcriber.websocket;

import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.ResumableException;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SessionListener;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRequest;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.SpeechEvent;
import io.audiostream.transcriber.session.StreamTimeouts;
import java.nio.ByteBuffer;
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
    private volatile @Nullable BlockingSession current;
    private volatile boolean stopped;
    private int nextChunk;

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
            BlockingSession session = current;
            if (session == null || session.hasEnded()) {
                session = open(request, listener.get());
            }
            taken = session.append(nextChunk++, audio.duplicate());
        }
    }

    private BlockingSession open(SessionRequest request, SessionListener listener) throws SessionRefusedException {
        BlockingSession opened = BlockingSession.open(sessions, timeouts, request, call, new PauseListener(listener));
        nextChunk = 0;
        current = opened;
        if (stopped) {
            opened.cancel();
        }
        return opened;
    }

    /** Returns whether a session is open. */
    public boolean isOpen() {
        BlockingSession session = current;
        return session != null && !session.hasEnded();
    }

    /** Closes the open segment now, as a pause does. */
    public void flush() {
        BlockingSession session = current;
        if (session != null) {
            session.flush();
        }
    }

    /** Marks the end of the audio of the open session, and waits until its listener has the last result. */
    public void end() {
        BlockingSession session = current;
        if (session != null) {
            session.end();
            session.awaitEnd();
            current = null;
        }
    }

    /** Drops the open session with its pending results. Its listener is not called again. */
    public void cancel() {
        BlockingSession session = current;
        if (session != null) {
            session.cancel();
        }
    }

    /** Drops the open session, and opens no other. */
    public void stop() {
        stopped = true;
        cancel();
    }

    /** Reports the end of a session whose client paused as its completion. Such a session has all its finals. */
    private record PauseListener(SessionListener listener) implements SessionListener {

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
        }

        @Override
        public void onFailed(Exception failure) {
            if (failure instanceof ResumableException e && isPause(e.reason())) {
                listener.onCompleted(e.progress());
            } else {
                listener.onFailed(failure);
            }
        }

        private static boolean isPause(ResumableException.Cause cause) {
            return switch (cause) {
                case IDLE, SLOT_RECLAIMED -> true;
                case DRAINING, MAX_AGE -> false;
            };
        }
    }
}
