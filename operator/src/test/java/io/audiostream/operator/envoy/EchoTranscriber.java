package io.audiostream.operator.envoy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A fake transcriber with the servers and limits of the real one, for tests of the Envoy in front of it. It responds at
 * once with a description of the request, or not at all where the request asks for that.
 */
final class EchoTranscriber implements AutoCloseable {
    /** The session id in the headers of each response. */
    static final String SESSION_ID = "session-7";

    private static final int MAX_MESSAGE_BYTES = 50 << 20;
    private static final Metadata.Key<String> SESSION_HEADER =
            Metadata.Key.of("session-id", Metadata.ASCII_STRING_MARSHALLER);

    private final BlockingQueue<Metadata> headers = new LinkedBlockingQueue<>();
    private final Server grpc;
    private final HttpServer http;

    private EchoTranscriber() throws IOException {
        grpc = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(new EchoService())
                .addService(new HealthStatusManager().getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .intercept(new HeaderRecorder())
                .build()
                .start();
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", EchoTranscriber::echoRequest);
        http.start();
    }

    static EchoTranscriber start() throws IOException {
        return new EchoTranscriber();
    }

    int grpcPort() {
        return grpc.getPort();
    }

    int httpPort() {
        return http.getAddress().getPort();
    }

    /** Returns the value of a header of the next call; null when the call has no such header. */
    String nextHeader(String name) throws InterruptedException {
        var next = headers.poll(EnvoyFixture.EVENT_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no call has arrived");
        }
        return next.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }

    private static void echoRequest(HttpExchange exchange) throws IOException {
        try (exchange) {
            var size = exchange.getRequestBody().readAllBytes().length;
            var body = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + size;
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() throws InterruptedException {
        http.stop(0);
        grpc.shutdownNow().awaitTermination();
    }

    private final class HeaderRecorder implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
            // grpc-java removes grpc-timeout from the headers and turns it into a deadline.
            var deadline = Context.current().getDeadline();
            if (deadline != null) {
                metadata.put(
                        Metadata.Key.of("deadline-ms", Metadata.ASCII_STRING_MARSHALLER),
                        String.valueOf(deadline.timeRemaining(TimeUnit.MILLISECONDS)));
            }
            headers.add(metadata);
            return next.startCall(withSessionId(call), metadata);
        }

        private static <Q, A> ServerCall<Q, A> withSessionId(ServerCall<Q, A> call) {
            return new SimpleForwardingServerCall<>(call) {
                private boolean sent;

                @Override
                public void sendHeaders(Metadata headers) {
                    sent = true;
                    headers.put(SESSION_HEADER, SESSION_ID);
                    super.sendHeaders(headers);
                }

                @Override
                public void close(Status status, Metadata trailers) {
                    if (!sent) {
                        trailers.put(SESSION_HEADER, SESSION_ID);
                    }
                    super.close(status, trailers);
                }
            };
        }
    }
}
