package io.audiostream.transcriber.stream;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.contract.ChunkSequence;
import io.audiostream.transcriber.contract.MetadataMapper;
import io.audiostream.transcriber.contract.ResponseStamp;
import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import io.audiostream.transcriber.session.SessionRequest;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamTimeouts;
import io.audiostream.transcriber.websocket.BlockingSession;
import io.audiostream.transcriber.websocket.WebSocketConnection;
import io.audiostream.transcriber.websocket.WebSocketHandler;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Passes what one client sends to a session, which opens with the first message. */
final class StreamHandler implements WebSocketHandler {

    private final WebSocketConnection connection;
    private final Sessions sessions;
    private final StreamTimeouts timeouts;
    private final ResponseStamp stamp;
    private final ChunkSequence sequence = new ChunkSequence();
    private volatile @Nullable BlockingSession session;
    private volatile boolean closed;

    /** Set once the client has sent its last audio, or a message that is wrong. */
    private boolean ended;

    StreamHandler(WebSocketConnection connection, Sessions sessions, StreamTimeouts timeouts, ResponseStamp stamp) {
        this.connection = connection;
        this.sessions = sessions;
        this.timeouts = timeouts;
        this.stamp = stamp;
    }

    private interface Step {
        void run() throws SessionRefusedException, AudioException;
    }

    @Override
    public void onText(String message) {
        failUnless(() -> {
            switch (ClientMessage.parse(message)) {
                case ClientMessage.Chunk(AudioChunk chunk) -> receive(chunk);
                case ClientMessage.End() -> end();
            }
        });
    }

    @Override
    public void onBinary(ByteBuffer message) {
        ByteBuffer audio = ByteString.copyFrom(message).asReadOnlyByteBuffer();
        failUnless(() -> {
            BlockingSession open = session(AudioChunk.getDefaultInstance());
            if (audio.hasRemaining()) {
                open.append(sequence.acceptBytes(), audio);
            }
        });
    }

    private void receive(AudioChunk chunk) throws SessionRefusedException, AudioException {
        if (chunk.getAudioData().isEmpty()) {
            Optional<AudioMetadata> change = sequence.acceptWithoutAudio(chunk);
            BlockingSession open = session(chunk);
            change(open, change);
            flushIfAsked(open, chunk);
            return;
        }
        Optional<ChunkSequence.Accepted> accepted = sequence.accept(chunk);
        BlockingSession open = session(chunk);
        if (accepted.isPresent()) {
            change(open, accepted.get().change());
            open.append(accepted.get().number(), chunk.getAudioData().asReadOnlyByteBuffer());
            flushIfAsked(open, chunk);
        }
    }

    private static void change(BlockingSession session, Optional<AudioMetadata> change)
            throws SessionRefusedException, AudioException {
        if (change.isPresent()) {
            session.change(MetadataMapper.read(change.get()));
        }
    }

    private static void flushIfAsked(BlockingSession session, AudioChunk chunk) {
        if (chunk.getFlush()) {
            session.flush();
        }
    }

    /** Returns the session; opens it if this is the first message. */
    private BlockingSession session(AudioChunk message) throws SessionRefusedException, AudioException {
        BlockingSession open = session;
        return open != null ? open : open(message);
    }

    private BlockingSession open(AudioChunk first) throws SessionRefusedException, AudioException {
        SessionRequest request = MetadataMapper.read(first.getMetadata());
        String id = first.getSessionId().isEmpty() ? UUID.randomUUID().toString() : first.getSessionId();
        CallContext call = connection.call().withSessionId(id);
        BlockingSession opened =
                BlockingSession.open(sessions, timeouts, request, call, new ResponseListener(connection, stamp, id));
        session = opened;
        if (closed) {
            opened.cancel();
        }
        return opened;
    }

    private void end() throws SessionRefusedException {
        BlockingSession open = session;
        if (open == null) {
            throw new SessionRefusedException(
                    Reason.INVALID, "audio_data", "the audio is empty: the stream ended before its first message");
        }
        ended = true;
        open.end();
    }

    /** Ends the stream if a message is wrong: after the text of the audio before it. */
    private void failUnless(Step step) {
        if (ended) {
            return;
        }
        try {
            step.run();
        } catch (SessionRefusedException | AudioException e) {
            ended = true;
            BlockingSession open = session;
            if (open == null) {
                ResponseListener.fail(connection, e);
            } else {
                open.endEarly(e);
            }
        }
    }

    @Override
    public void onClosed() {
        closed = true;
        BlockingSession open = session;
        if (open != null) {
            open.cancel();
        }
    }
}
