package io.audiostream.transcriber.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;

/** Ends a call whose handler threw with INTERNAL and the request id, in place of grpc-java's bare UNKNOWN. */
final class FaultInterceptor implements ServerInterceptor {

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onMessage(Q message) {
                guarded(() -> super.onMessage(message));
            }

            @Override
            public void onHalfClose() {
                guarded(super::onHalfClose);
            }

            private void guarded(Runnable action) {
                try {
                    action.run();
                } catch (RuntimeException e) {
                    StatusRuntimeException status = StatusMapper.toStatus(e, RequestIds.current());
                    Metadata trailers = status.getTrailers();
                    call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
                }
            }
        };
    }
}
