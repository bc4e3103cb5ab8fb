package io.audiostream.client;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceImplBase;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Context;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A service on a real port with scripted responses. The network is real, because the client handles flow control,
 * message limits and broken connections. The responses are scripted, so that a test decides when each one comes. The
 * system tests run the client against the real transcriber.
 */
public final class TestService extends AudioStreamServiceImplBase implements AutoCloseable {

    /** Serves one stream. */
    @FunctionalInterface
    private interface Script {
        StreamObserver<AudioChunk> open(StreamObserver<TranscriptionResponse> responses);
    }

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final HealthStatusManager health = new HealthStatusManager();
    private final List<Optional<String>> credentials = new CopyOnWriteArrayList<>();
    private final List<AudioChunk> chunks = new CopyOnWriteArrayList<>();
    private final List<AudioFile> files = new CopyOnWriteArrayList<>();
    private final List<Optional<Duration>> deadlines = new CopyOnWriteArrayList<>();
    private final Script script;
    private final boolean reading;
    private final Server server;
    private final Endpoint endpoint;

    private TestService(Script script, boolean reading) {
        this(script, reading, InsecureServerCredentials.create());
    }

    private TestService(Script script, boolean reading, ServerCredentials credentials) {
        this.script = script;
        this.reading = reading;
        try {
            this.server = NettyServerBuilder.forAddress(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), credentials)
                    .maxInboundMessageSize(64 * 1024 * 1024)
                    .addService(this)
                    .addService(health.getHealthService())
                    .intercept(authorizations())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        this.endpoint = new Endpoint("127.0.0.1", server.getPort());
    }

    /** Sends these responses after the end of the audio. */
    public static TestService answering(TranscriptionResponse... responses) {
        return new TestService(
                out -> new IgnoringObserver() {
                    @Override
                    public void onCompleted() {
                        List.of(responses).forEach(out::onNext);
                        out.onCompleted();
                    }
                },
                true);
    }

    /** Answers each call with an empty response, over TLS. */
    public static TestService encrypted(ServerCredentials credentials) {
        return new TestService(
                out -> new IgnoringObserver() {
                    @Override
                    public void onCompleted() {
                        out.onNext(TranscriptionResponse.getDefaultInstance());
                        out.onCompleted();
                    }
                },
                true,
                credentials);
    }

    /** Answers each chunk with this response. */
    public static TestService answeringChunks(TranscriptionResponse response) {
        return new TestService(
                out -> new IgnoringObserver() {
                    @Override
                    public void onNext(AudioChunk chunk) {
                        out.onNext(response);
                    }

                    @Override
                    public void onCompleted() {
                        out.onCompleted();
                    }
                },
                true);
    }

    /** Answers each flush with this response. */
    public static TestService answeringFlush(TranscriptionResponse response) {
        return new TestService(
                out -> new IgnoringObserver() {
                    @Override
                    public void onNext(AudioChunk chunk) {
                        if (chunk.getFlush()) {
                            out.onNext(response);
                        }
                    }

                    @Override
                    public void onCompleted() {
                        out.onCompleted();
                    }
                },
                true);
    }

    /** Answers the first chunk, then fails like a connection that breaks. */
    public static TestService breaking(TranscriptionResponse response) {
        return new TestService(
                out -> new IgnoringObserver() {
                    @Override
                    public void onNext(AudioChunk chunk) {
                        out.onNext(response);
                        out.onError(Status.UNAVAILABLE
                                .withDescription("io exception")
                                .asRuntimeException());
                    }
                },
                true);
    }

    /** Refuses every call at its start. */
    public static TestService refusing(StatusRuntimeException refusal) {
        return new TestService(
                out -> {
                    out.onError(refusal);
                    return new IgnoringObserver();
                },
                true);
    }

    /** Accepts calls, then neither reads audio nor sends a response. */
    public static TestService silent() {
        return new TestService(out -> new IgnoringObserver(), false);
    }

    private ServerInterceptor authorizations() {
        return new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                credentials.add(Optional.ofNullable(headers.get(AUTHORIZATION)));
                return next.startCall(call, headers);
            }
        };
    }

    /** Reports that the service does not accept calls. */
    public void stopServing() {
        health.enterTerminalState();
    }

    /** The header {@code authorization} of each call, in order. */
    public List<Optional<String>> credentials() {
        return credentials;
    }

    /** The address; unchanged after {@link #close}. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** Chunks received over streams, in order. */
    public List<AudioChunk> chunks() {
        return chunks;
    }

    /** Recordings received in one message, in order. */
    public List<AudioFile> files() {
        return files;
    }

    /**
     * The time that each call with a recording had left when it arrived, in order; empty for a call without a deadline.
     */
    public List<Optional<Duration>> deadlines() {
        return deadlines;
    }

    @Override
    public StreamObserver<AudioChunk> streamAudio(StreamObserver<TranscriptionResponse> responses) {
        if (!reading) {
            ((ServerCallStreamObserver<TranscriptionResponse>) responses).disableAutoRequest();
        }
        StreamObserver<AudioChunk> stream = script.open(responses);
        return new StreamObserver<>() {
            @Override
            public void onNext(AudioChunk chunk) {
                chunks.add(chunk);
                stream.onNext(chunk);
            }

            @Override
            public void onError(Throwable cancelled) {
                stream.onError(cancelled);
            }

            @Override
            public void onCompleted() {
                stream.onCompleted();
            }
        };
    }

    @Override
    public void transcribeAudio(AudioFile file, StreamObserver<TranscriptionResponse> responses) {
        files.add(file);
        deadlines.add(Optional.ofNullable(Context.current().getDeadline())
                .map(deadline -> Duration.ofMillis(deadline.timeRemaining(TimeUnit.MILLISECONDS))));
        if (reading) {
            script.open(responses).onCompleted();
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static class IgnoringObserver implements StreamObserver<AudioChunk> {
        @Override
        public void onNext(AudioChunk chunk) {}

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {}
    }
}
