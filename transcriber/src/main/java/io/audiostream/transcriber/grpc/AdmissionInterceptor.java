package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.Sessions;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;

/**
 * Refuses a call before its audio is read if no session could be opened for it, so that no messages wait in memory for
 * a slot. The slot itself is taken when the session opens.
 */
final class AdmissionInterceptor implements ServerInterceptor {

    private final Sessions sessions;

    AdmissionInterceptor(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        try {
            sessions.checkAdmission();
            return next.startCall(call, headers);
        } catch (SessionRefusedException e) {
            StatusRuntimeException refusal =
                    StatusMapper.toStatus(e, CallContextMapper.current().requestId());
            Metadata trailers = refusal.getTrailers();
            call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
            return new ServerCall.Listener<>() {};
        }
    }
}
