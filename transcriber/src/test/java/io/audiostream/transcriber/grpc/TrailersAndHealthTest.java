package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioFile;
import io.audiostream.transcriber.scheduling.DyingTask;
import io.audiostream.transcriber.scheduling.Priority;
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

    private static final Metadata.Key<String> SESSION_ID =
            Metadata.Key.of("session-id", Metadata.ASCII_STRING_MARSHALLER);

    private final TestServer server = TestServer.loading();
    private final AtomicReference<Metadata> headers = new AtomicReference<>();
    private final AtomicReference<Metadata> trailers = new AtomicReference<>();

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void returnsClientsRequestIdAndProcessingTime() {
        // given
        server.modelLoaded();

        // when
        call("req-42", TestAudio.sound(1, 50));

        // then
        assertThat(requestId()).isEqualTo("req-42");
        assertThat(trailers.get().get(CallInterceptor.PROCESSING_TIME)).matches("\\d+");
    }

    @Test
    void returnsSessionIdInHeaders() {
        // given
        server.modelLoaded();

        // when
        call(AudioFile.newBuilder()
                .setAudioData(TestAudio.sound(1, 50))
                .setSessionId("meeting-7")
                .build());

        // then
        assertThat(headers.get().get(SESSION_ID)).isEqualTo("meeting-7");
        assertThat(trailers.get().containsKey(SESSION_ID)).isFalse();
    }

    @Test
    void returnsSessionIdOfRefusedCallInTrailers() {
        // given
        server.modelLoaded();

        // when
        assertThatThrownBy(() ->
                        call(AudioFile.newBuilder().setSessionId("meeting-8").build()))
                .isInstanceOf(StatusRuntimeException.class);

        // then
        assertThat(trailers.get().get(SESSION_ID)).isEqualTo("meeting-8");
    }

    @Test
    void returnsNoSessionIdThatHeaderCannotCarry() {
        // given
        server.modelLoaded();

        // when
        call(AudioFile.newBuilder()
                .setAudioData(TestAudio.sound(1, 50))
                .setSessionId("Besprechung über\nalles")
                .build());

        // then
        assertThat(headers.get().containsKey(SESSION_ID)).isFalse();
    }

    @Test
    void generatesMissingRequestId() {
        // given
        server.modelLoaded();

        // when
        call(null, TestAudio.sound(1, 50));

        // then
        assertThat(requestId()).hasSizeGreaterThan(20);
    }

    @Test
    void returnsRequestIdOfFailedCall() {
        // given
        server.modelLoaded();

        // when
        assertThatThrownBy(() -> call("req-43", ByteString.EMPTY)).isInstanceOf(StatusRuntimeException.class);

        // then
        assertThat(requestId()).isEqualTo("req-43");
    }

    @Test
    void replacesRequestIdThatIsTooLongForLogs() {
        // given
        server.modelLoaded();

        // when
        call("x".repeat(500), TestAudio.sound(1, 50));

        // then
        assertThat(requestId()).hasSizeLessThan(100);
    }

    @Test
    void reportsServingOnlyAfterModelIsLoaded() {
        // when / then
        assertThat(health("")).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(health("audiostream.AudioStreamService")).isEqualTo(ServingStatus.NOT_SERVING);

        // when
        server.modelLoaded();

        // then
        assertThat(health("")).isEqualTo(ServingStatus.SERVING);
        assertThat(health("audiostream.AudioStreamService")).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void reportsNotServingWithoutAllDecodeWorkers() {
        // given
        server.modelLoaded();
        server.engine.exhaustMemory();

        // when
        server.scheduler.openLane(Priority.LIVE).submitFinal(new DyingTask());

        // then
        await().until(() -> health("") == ServingStatus.NOT_SERVING);
        assertThat(health("audiostream.AudioStreamService")).isEqualTo(ServingStatus.NOT_SERVING);
        server.server.setServing(true);
        assertThat(health("")).as("for good").isEqualTo(ServingStatus.NOT_SERVING);
    }

    private ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(server.channel)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private String requestId() {
        return trailers.get().get(CallContextMapper.REQUEST_ID_TRAILER);
    }

    private void call(String requestId, ByteString audio) {
        var sent = new Metadata();
        if (requestId != null) {
            sent.put(CallContextMapper.REQUEST_ID_HEADER, requestId);
        }
        call(AudioFile.newBuilder().setAudioData(audio).build(), MetadataUtils.newAttachHeadersInterceptor(sent));
    }

    private void call(AudioFile file, ClientInterceptor... interceptors) {
        server.blocking()
                .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, trailers))
                .withInterceptors(interceptors)
                .transcribeAudio(file);
    }
}
