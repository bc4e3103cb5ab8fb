package io.audiostream.transcriber.grpc;

import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.contract.ResponseStamp;
import io.audiostream.transcriber.session.CallContext;
import io.audiostream.transcriber.session.SegmentResult;
import io.audiostream.transcriber.session.SpeechEvent;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends the responses of a call. Used on the call's own thread until its session opens, and on the session's executor
 * afterwards. Ending the call again has no effect.
 */
final class ResponseSender {

    private final ServerCallStreamObserver<TranscriptionResponse> observer;
    private final ResponseStamp stamp;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final SessionIdHeader sessionIdHeader = SessionIdHeader.current();
    private volatile CallContext call = CallContextMapper.current();

    ResponseSender(ServerCallStreamObserver<TranscriptionResponse> observer, ResponseStamp stamp) {
        this.observer = observer;
        this.stamp = stamp;
    }

    /** Requests messages one by one. Call before the handler of the call returns. */
    void requestOneByOne() {
        observer.disableAutoRequest();
        observer.request(1);
    }

    void requestNext() {
        observer.request(1);
    }

    /** Runs an action when the client or the server ends the call. Call before the handler of the call returns. */
    void onEnd(Runnable action) {
        observer.setOnCancelHandler(action);
        // grpc-java itself closes a call with an unparsable message, which does not count as a cancellation.
        observer.setOnCloseHandler(action);
    }

    /** Sets the session id that the client sent; generates one if it is empty. */
    void setSessionId(String id) {
        call = call.withSessionId(id.isEmpty() ? UUID.randomUUID().toString() : id);
        sessionIdHeader.set(call.sessionId());
    }

    CallContext callContext() {
        return call;
    }

    /** Returns whether the client keeps up with the responses. */
    boolean isReady() {
        return observer.isReady();
    }

    void send(SegmentResult result) {
        send(stamp.response(result, call.sessionId()));
    }

    void send(SpeechEvent event) {
        send(stamp.response(event, call.sessionId()));
    }

    private void send(TranscriptionResponse response) {
        if (!ended.get() && !observer.isCancelled()) {
            observer.onNext(response);
        }
    }

    void complete() {
        if (ended.compareAndSet(false, true) && !observer.isCancelled()) {
            observer.onCompleted();
        }
    }

    void fail(Exception failure) {
        if (ended.compareAndSet(false, true) && !observer.isCancelled()) {
            observer.onError(StatusMapper.toStatus(failure, call.requestId()));
        }
    }
}
