package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fake transcriber with slots. It refuses a call without a slot as the real one does: at its start, with a delay for
 * the retry and the header of a refusal for want of a slot.
 */
final class SlotTranscriber implements AutoCloseable {
    private static final Metadata.Key<String> REFUSAL =
            Metadata.Key.of("x-audiostream-refused", Metadata.ASCII_STRING_MARSHALLER);

    private final int slots;
    private final AtomicInteger inUse = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final List<Metadata> accepted = new CopyOnWriteArrayList<>();
    private volatile boolean ready = true;
    private volatile boolean hanging;
    private final Server grpc;
    private final HttpServer http;

    private SlotTranscriber(int slots) throws IOException {
        this.slots = slots;
        grpc = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(new EchoService())
                .intercept(new Slots())
                .build()
                .start();
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/readyz", exchange -> respond(exchange, ready ? 200 : 503, ready ? "ready" : "draining"));
        http.createContext("/v1/audio/transcriptions", this::transcribe);
        http.start();
    }

    static SlotTranscriber start(int slots) throws IOException {
        return new SlotTranscriber(slots);
    }

    int grpcPort() {
        return grpc.getPort();
    }

    int httpPort() {
        return http.getAddress().getPort();
    }

    /** Makes every call wait without an answer, also a refusal. */
    void hang() {
        hanging = true;
    }

    /** Reports not ready, and accepts calls all the same. */
    void drain() {
        ready = false;
    }

    int inUse() {
        return inUse.get();
    }

    int refused() {
        return refused.get();
    }

    /** Returns the headers of the accepted calls. */
    List<Metadata> accepted() {
        return accepted;
    }

    private void transcribe(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (inUse.get() >= slots) {
            exchange.getResponseHeaders().add(REFUSAL.name(), "no-slot");
            refused.incrementAndGet();
            respond(exchange, 429, "all slots are in use");
        } else {
            respond(
                    exchange,
                    200,
                    "spilled from " + exchange.getRequestHeaders().getFirst("x-audiostream-spilled-from"));
        }
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Ends like a killed process. */
    @Override
    public void close() throws InterruptedException {
        http.stop(0);
        grpc.shutdownNow().awaitTermination();
    }

    private final class Slots implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            if (hanging) {
                return new ServerCall.Listener<>() {};
            }
            if (inUse.incrementAndGet() > slots) {
                inUse.decrementAndGet();
                refused.incrementAndGet();
                refuse(call);
                return new ServerCall.Listener<>() {};
            }
            accepted.add(headers);
            return new Freeing<>(next.startCall(new SimpleForwardingServerCall<>(call) {}, headers));
        }

        private void refuse(ServerCall<?, ?> call) {
            StatusRuntimeException status = StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                    .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
                    .setMessage("all " + slots + " slots are in use: try again in a moment")
                    .addDetails(Any.pack(RetryInfo.newBuilder()
                            .setRetryDelay(Duration.newBuilder().setSeconds(1))
                            .build()))
                    .build());
            var trailers = status.getTrailers();
            trailers.put(REFUSAL, "no-slot");
            call.close(status.getStatus(), trailers);
        }
    }

    private final class Freeing<Q> extends io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener<Q> {
        private final AtomicBoolean freed = new AtomicBoolean();

        Freeing(ServerCall.Listener<Q> delegate) {
            super(delegate);
        }

        @Override
        public void onComplete() {
            free();
            super.onComplete();
        }

        @Override
        public void onCancel() {
            free();
            super.onCancel();
        }

        private void free() {
            if (freed.compareAndSet(false, true)) {
                inUse.decrementAndGet();
            }
        }
    }
}
