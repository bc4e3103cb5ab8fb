package io.audiostream.client;

import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.AbstractStub;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A connection to a service. It is made at the first call, is made again when it breaks, and carries any number of
 * streams at once.
 *
 * <p>Safe to use from several threads.
 */
public final class AudiostreamClient implements AutoCloseable {

    private final ManagedChannel channel;
    private final ConnectionOptions options;

    private AudiostreamClient(ManagedChannel channel, ConnectionOptions options) {
        this.channel = channel;
        this.options = options;
    }

    /**
     * Prepares the connection, without making it yet.
     *
     * @throws IOException when the trusted certificates can't be read
     */
    public static AudiostreamClient connect(Endpoint endpoint, ConnectionOptions options) throws IOException {
        ManagedChannel channel = Grpc.newChannelBuilderForAddress(
                        endpoint.host(), endpoint.port(), credentials(options))
                .keepAliveTime(options.keepAliveInterval().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(options.keepAliveTimeout().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveWithoutCalls(options.keepAliveWithoutCalls())
                .maxInboundMessageSize(options.maxReceiveMessageSize())
                .build();
        return new AudiostreamClient(channel, options);
    }

    private static ChannelCredentials credentials(ConnectionOptions options) throws IOException {
        if (!options.tls()) {
            return InsecureChannelCredentials.create();
        }
        TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
        if (options.trustedCertificates().isPresent()) {
            builder.trustManager(options.trustedCertificates().get().toFile());
        }
        return builder.build();
    }

    /**
     * Opens a live stream.
     *
     * @param metadata what the audio is and how it is to be transcribed; the default instance for 16 kHz mono 16-bit
     *     PCM, or WAV, with the service's defaults
     * @param listener told of every result, on a thread of this client
     */
    public AudioStream openStream(AudioMetadata metadata, TranscriptionListener listener) {
        var responses = new StreamResponses(listener);
        withDeadline(AudioStreamServiceGrpc.newStub(channel)).streamAudio(responses);
        return new AudioStream(metadata, responses);
    }

    /**
     * Transcribes a whole recording and waits for the text.
     *
     * @throws TranscriptionException when the service refuses it, fails or can't be reached
     */
    public TranscriptionResponse transcribe(AudioFile file) throws TranscriptionException {
        try {
            return withDeadline(AudioStreamServiceGrpc.newBlockingStub(channel)).transcribeAudio(file);
        } catch (StatusRuntimeException e) {
            throw TranscriptionException.of(e);
        }
    }

    private <S extends AbstractStub<S>> S withDeadline(S stub) {
        return options.deadline()
                .map(limit -> stub.withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS))
                .orElse(stub);
    }

    /** Ends the connection and whatever still runs over it. */
    @Override
    public void close() {
        channel.shutdownNow();
    }
}
