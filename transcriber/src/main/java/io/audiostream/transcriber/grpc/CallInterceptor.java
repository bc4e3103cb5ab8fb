package io.audiostream.transcriber.grpc;

import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Gives every call its id, logs its start and its end, and puts {@code request-id} and {@code processing-time} (ms)
 * into its trailers. Never logs audio or text.
 */
final class CallInterceptor implements ServerInterceptor {

    static final Metadata.Key<String> PROCESSING_TIME =
            Metadata.Key.of("processing-time", Metadata.ASCII_STRING_MARSHALLER);

    private static final Logger log = LoggerFactory.getLogger(CallInterceptor.class);

    /** Health and reflection: calls that Kubernetes, Envoy and tools make all the time. */
    private static final String TOOLING = "grpc.";

    private final LongSupplier nanoTime;

    CallInterceptor(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String requestId = RequestIds.from(headers);
        String method = call.getMethodDescriptor().getFullMethodName();
        Level level = method.startsWith(TOOLING) ? Level.DEBUG : Level.INFO;
        long start = nanoTime.getAsLong();
        log.atLevel(level)
                .addKeyValue("requestId", requestId)
                .addKeyValue("method", method)
                .addKeyValue("peer", call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR))
                .log("call started");
        ServerCall<Q, R> observed = new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                long millis = Duration.ofNanos(nanoTime.getAsLong() - start).toMillis();
                trailers.put(RequestIds.TRAILER, requestId);
                trailers.put(PROCESSING_TIME, Long.toString(millis));
                log.atLevel(level)
                        .addKeyValue("requestId", requestId)
                        .addKeyValue("method", method)
                        .addKeyValue("status", status.getCode())
                        .addKeyValue("reason", status.getDescription())
                        .addKeyValue("millis", millis)
                        .log("call ended");
                super.close(status, trailers);
            }
        };
        return new CancellationLog<>(
                Contexts.interceptCall(
                        RequestIds.context(
                                headers, requestId, call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)),
                        observed,
                        headers,
                        next),
                () -> log.atLevel(level)
                        .addKeyValue("requestId", requestId)
                        .addKeyValue("method", method)
                        .addKeyValue("status", Status.Code.CANCELLED)
                        .addKeyValue(
                                "millis",
                                Duration.ofNanos(nanoTime.getAsLong() - start).toMillis())
                        .log("call cancelled by the client, or past its deadline"));
    }
}
