package io.audiostream.transcriber.grpc;

import io.audiostream.transcriber.session.CallContext;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
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
 * Attaches the {@link CallContext} to every call, logs its start and end, and adds {@code request-id} and
 * {@code processing-time} (ms) to its trailers, and {@code session-id} to its headers. Never logs audio or text.
 */
final class CallInterceptor implements ServerInterceptor {

    static final Metadata.Key<String> PROCESSING_TIME =
            Metadata.Key.of("processing-time", Metadata.ASCII_STRING_MARSHALLER);

    private static final Logger log = LoggerFactory.getLogger(CallInterceptor.class);

    /** Prefix of health and reflection, which Kubernetes, Envoy and tools call frequently. */
    private static final String INFRASTRUCTURE_PREFIX = "grpc.";

    private final LongSupplier nanoTime;

    CallInterceptor(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        CallContext context = CallContextMapper.read(headers, call.getAttributes());
        String requestId = context.requestId();
        String method = call.getMethodDescriptor().getFullMethodName();
        Level level = method.startsWith(INFRASTRUCTURE_PREFIX) ? Level.DEBUG : Level.INFO;
        var sessionId = new SessionIdHeader();
        long start = nanoTime.getAsLong();
        log.atLevel(level)
                .addKeyValue("requestId", requestId)
                .addKeyValue("method", method)
                .addKeyValue("peer", context.peer())
                .log("call started");
        ServerCall<Q, R> observed = new SimpleForwardingServerCall<>(call) {
            @Override
            public void sendHeaders(Metadata responseHeaders) {
                sessionId.writeTo(responseHeaders);
                super.sendHeaders(responseHeaders);
            }

            @Override
            public void close(Status status, Metadata trailers) {
                long millis = Duration.ofNanos(nanoTime.getAsLong() - start).toMillis();
                trailers.put(CallContextMapper.REQUEST_ID_TRAILER, requestId);
                sessionId.writeTo(trailers);
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
        return new CancellationListener<>(
                Contexts.interceptCall(sessionId.attachTo(CallContextMapper.attach(context)), observed, headers, next),
                () -> log.atLevel(level)
                        .addKeyValue("requestId", requestId)
                        .addKeyValue("method", method)
                        .addKeyValue("status", Status.Code.CANCELLED)
                        .addKeyValue(
                                "millis",
                                Duration.ofNanos(nanoTime.getAsLong() - start).toMillis())
                        .log("call cancelled by the client or past its deadline"));
    }
}
