package io.audiostream.transcriber.grpc;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.contract.ChunkSequence;
import io.audiostream.transcriber.contract.MetadataMapper;
import io.audiostream.transcriber.session.SessionListener;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import io.audiostream.transcriber.session.SessionRequest;
import io.audiostream.transcriber.session.Sessions;
import io.audiostream.transcriber.session.StreamSession;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Passes the chunks of a call that streams audio to a session. Requests the next chunk when the session can take it, so
 * that flow control holds back a client that sends faster than the server decodes, and no queue grows.
 */
final class ChunkReceiver implements StreamObserver<AudioChunk> {

    private final Sessions sessions;
    private final ResponseSender responses;
    private final SessionListener listener;
    private final UnaryOperator<SessionRequest> adaptRequest;
    private final Consumer<StreamSession> onOpen;
    private final ChunkSequence sequence = new ChunkSequence();
    private volatile @Nullable StreamSession session;
    private boolean ended;

    /**
     * @param adaptRequest adapts the client's request to the kind of call
     * @param onOpen receives the session when it opens
     */
    ChunkReceiver(
            Sessions sessions,
            ResponseSender responses,
            SessionListener listener,
            UnaryOperator<SessionRequest> adaptRequest,
            Consumer<StreamSession> onOpen) {
        this.sessions = sessions;
        this.responses = responses;
        this.listener = listener;
        this.adaptRequest = adaptRequest;
        this.onOpen = onOpen;
        responses.requestOneByOne();
        responses.onEnd(this::cancel);
    }

    @Override
    public void onNext(AudioChunk chunk) {
        if (ended) {
            return;
        }
        try {
            Optional<ChunkSequence.Accepted> accepted = sequence.accept(chunk);
            StreamSession current = session != null ? session : open(chunk);
            if (accepted.isEmpty()) {
                responses.requestNext();
            } else {
                if (accepted.get().change().isPresent()) {
                    sessions.change(current, request(accepted.get().change().get()));
                }
                current.audio(accepted.get().number(), chunk.getAudioData().asReadOnlyByteBuffer(), () -> {
                    if (chunk.getFlush()) {
                        current.flush();
                    }
                    responses.requestNext();
                });
            }
        } catch (SessionRefusedException | AudioException e) {
            endEarly(e);
        }
    }

    private StreamSession open(AudioChunk first) throws SessionRefusedException, AudioException {
        SessionRequest request = request(first.getMetadata());
        responses.setSessionId(first.getSessionId());
        StreamSession opened =
                sessions.open(CallAdmission.current().permit(), request, responses.callContext(), listener);
        session = opened;
        onOpen.accept(opened);
        return opened;
    }

    private SessionRequest request(AudioMetadata metadata) throws SessionRefusedException, AudioException {
        return adaptRequest.apply(MetadataMapper.read(metadata));
    }

    private void endEarly(Exception failure) {
        ended = true;
        StreamSession current = session;
        if (current == null) {
            responses.fail(failure);
        } else {
            current.endEarly(failure);
        }
    }

    private void cancel() {
        ended = true;
        StreamSession current = session;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void onError(Throwable cause) {
        cancel();
    }

    @Override
    public void onCompleted() {
        StreamSession current = session;
        if (ended) {
            return;
        }
        if (current == null) {
            responses.fail(new SessionRefusedException(
                    Reason.INVALID, "audio_data", "the audio is empty: the stream ended before its first chunk"));
        } else {
            current.end();
        }
    }
}
