package io.audiostream.transcriber.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;

/** Runs an action when a call ends by cancellation, not by the server. */
final class CancellationLog<Q> extends SimpleForwardingServerCallListener<Q> {

    private final Runnable onCancel;

    CancellationLog(ServerCall.Listener<Q> delegate, Runnable onCancel) {
        super(delegate);
        this.onCancel = onCancel;
    }

    @Override
    public void onCancel() {
        onCancel.run();
        super.onCancel();
    }
}
