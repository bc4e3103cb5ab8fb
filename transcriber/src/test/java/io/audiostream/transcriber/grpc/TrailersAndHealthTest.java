package io.audiostream.transcriber.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.proto.AudioFile;
import io.audiostream.transcriber.session.TestAudio;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrailersAndHealthTest {

    private final TestServer server = TestServer.loading();
    private final AtomicReference<Metadata> headers = new AtomicReference<>();
    private final AtomicReference<Metadata> trailers = new AtomicReference<>();

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void trailersCarryTheCallersRequestIdAndTheTimeSpent() {
        server.modelLoaded();
        call("req-42", TestAudio.sound(1, 50));

        assertThat(trailers.get().get(RequestIds.TRAILER)).isEqualTo("req-42");
        assertThat(trailers.get().get(CallInterceptor.PROCESSING_TIME)).matches("\\d+");
    }

    @Test
    void aCallWithoutARequestIdGetsOne() {
        server.modelLoaded();
        call(null, TestAudio.sound(1, 50));

        assertThat(trailers.get().get(RequestIds.TRAILER)).hasSizeGreaterThan(20);
    }

    @Test
    void anErrorCarriesThemToo() {
        server.modelLoaded();
        assertThatThrownBy(() -> call("req-43", com.google.protobuf.ByteString.EMPTY))
                .isInstanceOf(StatusRuntimeException.class);

        assertThat(trailers.get().get(RequestIds.TRAILER)).isEqualTo("req-43");
    }

    @Test
    void aRequestIdThatCouldForgeALogLineIsReplaced() {
        server.modelLoaded();
        call("x".repeat(500), TestAudio.sound(1, 50));

        assertThat(trailers.get().get(RequestIds.TRAILER)).hasSizeLessThan(100);
    }

    @Test
    void healthIsServingOnlyWhenTheModelIsLoaded() {
        assertThat(health("")).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(health("audiostream.AudioStreamService")).isEqualTo(ServingStatus.NOT_SERVING);

        server.modelLoaded();

        assertThat(health("")).isEqualTo(ServingStatus.SERVING);
        assertThat(health("audiostream.AudioStreamService")).isEqualTo(ServingStatus.SERVING);
    }

    private ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(server.channel)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private void call(String requestId, com.google.protobuf.ByteString audio) {
        var sent = new Metadata();
        if (requestId != null) {
            sent.put(RequestIds.REQUEST_HEADER, requestId);
        }
        ClientInterceptor capture = MetadataUtils.newCaptureMetadataInterceptor(headers, trailers);
        server.blocking()
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(sent), capture)
                .transcribeAudio(AudioFile.newBuilder().setAudioData(audio).build());
    }
}
