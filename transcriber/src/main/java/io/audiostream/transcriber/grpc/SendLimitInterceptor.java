package io.audiostream.transcriber.grpc;

import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;

/** Limits the size of sent messages; grpc-java itself limits only received ones. */
final class SendLimitInterceptor implements ServerInterceptor {

    private final int maxBytes;

    SendLimitInterceptor(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var refused = new AtomicBoolean();
        return next.startCall(
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void sendMessage(R message) {
                        int size = message instanceof MessageLite lite ? lite.getSerializedSize() : 0;
                        if (size <= maxBytes) {
                            super.sendMessage(message);
                        } else if (refused.compareAndSet(false, true)) {
                            super.close(
                                    Status.RESOURCE_EXHAUSTED.withDescription(
                                            "the response has %d bytes, at most %d are allowed: send shorter audio"
                                                    .formatted(size, maxBytes)),
                                    new Metadata());
                        }
                    }

                    @Override
                    public void close(Status status, Metadata trailers) {
                        if (!refused.get()) {
                            super.close(status, trailers);
                        }
                    }
                },
                headers);
    }
}
