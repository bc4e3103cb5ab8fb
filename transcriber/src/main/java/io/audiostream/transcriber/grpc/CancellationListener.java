package io.audiostream.transcriber.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;

/** Runs an action when the client or the deadline cancels a call. */
final class CancellationListener<Q> extends SimpleForwardingServerCallListener<Q> {

    private final Runnable onCancel;

    CancellationListener(ServerCall.Listener<Q> delegate, Runnable onCancel) {
        super(delegate);
        this.onCancel = onCancel;
    }

    @Override
    public void onCancel() {
        onCancel.run();
        super.onCancel();
    }
}
