package io.audiostream.transcriber.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;

/** Ends a call whose handler threw with INTERNAL and the request id, instead of grpc-java's UNKNOWN without details. */
final class FaultInterceptor implements ServerInterceptor {

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onMessage(Q message) {
                closeOnFailure(() -> super.onMessage(message));
            }

            @Override
            public void onHalfClose() {
                closeOnFailure(super::onHalfClose);
            }

            private void closeOnFailure(Runnable action) {
                try {
                    action.run();
                } catch (RuntimeException e) {
                    StatusRuntimeException status =
                            StatusMapper.toStatus(e, CallContextMapper.current().requestId());
                    Metadata trailers = status.getTrailers();
                    call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
                }
            }
        };
    }
}
