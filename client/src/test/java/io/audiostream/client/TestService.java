package io.audiostream.client;

import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc.AudioStreamServiceImplBase;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A service on a real port with scripted answers. The network is real, as flow control, message limits and broken
 * connections are what a client is there for; the speech is not, so that answers and refusals come when a test wants
 * them. The client against the real transcriber is a matter of the system tests.
 */
public final class TestService extends AudioStreamServiceImplBase implements AutoCloseable {

    /** How one stream is served. */
    @FunctionalInterface
    private interface Script {
        StreamObserver<AudioChunk> open(StreamObserver<TranscriptionResponse> answers);
    }

    private final List<AudioChunk> chunks = new CopyOnWriteArrayList<>();
    private final List<AudioFile> files = new CopyOnWriteArrayList<>();
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
                    .build()
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        this.endpoint = new Endpoint("127.0.0.1", server.getPort());
    }

    /** Gives these answers once all audio is there. */
    public static TestService answering(TranscriptionResponse... answers) {
        return new TestService(
                out -> new Ignoring() {
                    @Override
                    public void onCompleted() {
                        List.of(answers).forEach(out::onNext);
                        out.onCompleted();
                    }
                },
                true);
    }

    /** Does nothing but end each call, over an encrypted connection. */
    public static TestService encrypted(ServerCredentials credentials) {
        return new TestService(
                out -> new Ignoring() {
                    @Override
                    public void onCompleted() {
                        out.onNext(TranscriptionResponse.getDefaultInstance());
                        out.onCompleted();
                    }
                },
                true,
                credentials);
    }

    /** Answers each flush with this. */
    public static TestService answeringFlush(TranscriptionResponse answer) {
        return new TestService(
                out -> new Ignoring() {
                    @Override
                    public void onNext(AudioChunk chunk) {
                        if (chunk.getFlush()) {
                            out.onNext(answer);
                        }
                    }

                    @Override
                    public void onCompleted() {
                        out.onCompleted();
                    }
                },
                true);
    }

    /** Turns every call away at its start. */
    public static TestService refusing(StatusRuntimeException refusal) {
        return new TestService(
                out -> {
                    out.onError(refusal);
                    return new Ignoring();
                },
                true);
    }

    /** Takes calls, and then neither reads nor says anything. */
    public static TestService silent() {
        return new TestService(out -> new Ignoring(), false);
    }

    /** Where it listens, or did before it was closed. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** What came in over streams, in order. */
    public List<AudioChunk> chunks() {
        return chunks;
    }

    /** What came in whole. */
    public List<AudioFile> files() {
        return files;
    }

    @Override
    public StreamObserver<AudioChunk> streamAudio(StreamObserver<TranscriptionResponse> answers) {
        if (!reading) {
            ((ServerCallStreamObserver<TranscriptionResponse>) answers).disableAutoRequest();
        }
        StreamObserver<AudioChunk> stream = script.open(answers);
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
    public void transcribeAudio(AudioFile file, StreamObserver<TranscriptionResponse> answers) {
        files.add(file);
        if (reading) {
            script.open(answers).onCompleted();
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static class Ignoring implements StreamObserver<AudioChunk> {
        @Override
        public void onNext(AudioChunk chunk) {}

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {}
    }
}
