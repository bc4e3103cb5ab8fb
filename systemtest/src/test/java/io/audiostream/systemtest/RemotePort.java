package io.audiostream.systemtest;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Reads the port of the server that answered a call. */
final class RemotePort implements ClientInterceptor {

    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    /** Returns the port of a call that has a response. */
    int get() {
        return port.resultNow();
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<R> listener, Metadata metadata) {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onHeaders(Metadata headers) {
                                var remote = (InetSocketAddress) getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
                                port.complete(Objects.requireNonNull(remote).getPort());
                                super.onHeaders(headers);
                            }
                        },
                        metadata);
            }
        };
    }
}
