package io.audiostream.transcriber.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * A call that the transport's thread may close while its handler runs. What follows the first close has no effect, nor
 * do the headers of its handler if they were sent before.
 */
final class RefusableCall<Q, R> extends SimpleForwardingServerCall<Q, R> {

    @GuardedBy("this")
    private boolean closed;

    @GuardedBy("this")
    private boolean headersSent;

    RefusableCall(ServerCall<Q, R> delegate) {
        super(delegate);
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
        if (!closed && !headersSent) {
            headersSent = true;
            super.sendHeaders(headers);
        }
    }

    /** Begins the response without a message. */
    void sendHeaders() {
        sendHeaders(new Metadata());
    }

    @Override
    public synchronized void sendMessage(R message) {
        if (!closed) {
            super.sendMessage(message);
        }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
        if (!closed) {
            closed = true;
            super.close(status, trailers);
        }
    }
}
