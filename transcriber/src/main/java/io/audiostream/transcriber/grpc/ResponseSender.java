package io.audiostream.transcriber.grpc;

import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.session.SessionIds;
import io.audiostream.transcriber.session.Sessions;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The answering half of a call. Until a session is open it is used on the call's own thread, afterwards on the
 * session's executor; ending it a second time does nothing.
 */
final class ResponseSender {

    private final ServerCallStreamObserver<TranscriptionResponse> observer;
    private final Sessions sessions;
    private final InstantSource clock;
    private final String requestId = RequestIds.current();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile String sessionId = "";

    ResponseSender(ServerCallStreamObserver<TranscriptionResponse> observer, Sessions sessions, InstantSource clock) {
        this.observer = observer;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Asks for messages one by one. Only while the call is being set up. */
    void pullRequests() {
        observer.disableAutoRequest();
        observer.request(1);
    }

    void requestNext() {
        observer.request(1);
    }

    /** Runs an action when the call has ended, whoever ended it. Only while the call is being set up. */
    void onEnd(Runnable action) {
        observer.setOnCancelHandler(action);
        // grpc-java closes a call by itself when a message can't be parsed; that is no cancellation.
        observer.setOnCloseHandler(action);
    }

    /** The name that the client gave the session; a name is made up when it is empty. */
    void nameSession(String name) {
        sessionId = name.isEmpty() ? UUID.randomUUID().toString() : name;
    }

    /** What the call's session is known by. */
    SessionIds ids() {
        return new SessionIds(requestId, sessionId, RequestIds.trace(), RequestIds.peer());
    }

    /** Whether the client keeps up with what it is sent. */
    boolean ready() {
        return observer.isReady();
    }

    void send(TranscriptionResponse.Builder response, TranscriptionMetadata.Builder metadata) {
        if (ended.get() || observer.isCancelled()) {
            return;
        }
        ModelInfo model = sessions.model();
        if (model != null) {
            metadata.setModel(model.name());
        }
        observer.onNext(response.setSessionId(sessionId)
                .setTimestamp(clock.instant().getEpochSecond())
                .setMetadata(metadata)
                .build());
    }

    void complete() {
        if (ended.compareAndSet(false, true) && !observer.isCancelled()) {
            observer.onCompleted();
        }
    }

    void fail(Exception failure) {
        if (ended.compareAndSet(false, true) && !observer.isCancelled()) {
            observer.onError(StatusMapper.toStatus(failure, requestId));
        }
    }
}
