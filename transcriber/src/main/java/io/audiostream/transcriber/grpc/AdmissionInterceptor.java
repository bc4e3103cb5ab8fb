package io.audiostream.transcriber.grpc;

import com.google.protobuf.MessageLite;
import io.audiostream.transcriber.session.Admission;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;

/**
 * Refuses a call as soon as it cannot be admitted: at its start if no slot is free, and afterwards when its
 * {@link CallAdmission} refuses a message, before gRPC has read that message.
 *
 * <p>Begins the response of an admitted stream at its first message. Until then Envoy keeps what the client sends, in
 * order to send it to another pod if this one refuses the call.
 */
final class AdmissionInterceptor implements ServerInterceptor {

    private final Admission admission;

    AdmissionInterceptor(Admission admission) {
        this.admission = admission;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var refusable = new RefusableCall<>(call);
        String requestId = CallContextMapper.current().requestId();
        try {
            admission.check(CallContextMapper.current().caller());
        } catch (SessionRefusedException e) {
            refuse(refusable, e, requestId);
            return new ServerCall.Listener<>() {};
        }
        CallAdmission ofCall = CallAdmission.current();
        ofCall.onRefused(refusal -> refuse(refusable, refusal, requestId));
        return new SimpleForwardingServerCallListener<>(next.startCall(refusable, headers)) {
            @Override
            public void onMessage(Q message) {
                if (message instanceof MessageLite parsed) {
                    ofCall.messageParsed(parsed.getSerializedSize());
                }
                super.onMessage(message);
                // The headers have the session id, which the handler reads from the message.
                if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
                    refusable.sendHeaders();
                }
            }
        };
    }

    private static void refuse(RefusableCall<?, ?> call, SessionRefusedException refusal, String requestId) {
        StatusRuntimeException status = StatusMapper.toStatus(refusal, requestId);
        Metadata trailers = status.getTrailers();
        call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
    }
}
