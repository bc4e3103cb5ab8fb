package io.audiostream.client;

import static io.audiostream.client.Responses.refusal;
import static io.audiostream.client.Responses.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AudiostreamClientTest {

    private static final ConnectionOptions DEFAULTS =
            ConnectionOptions.builder().build();
    private static final AudioFile RECORDING = AudioFile.newBuilder()
            .setFilename("a.wav")
            .setAudioData(ByteString.copyFromUtf8("audio"))
            .build();

    @Test
    void transcribesRecordingInOneCall() throws Exception {
        // given
        try (TestService service = TestService.answering(result("Hello."));
                AudiostreamClient client = connect(service, DEFAULTS)) {
            // when / then
            assertThat(client.transcribe(RECORDING).getText()).isEqualTo("Hello.");
            assertThat(service.files()).containsExactly(RECORDING);
        }
    }

    @Test
    void acceptsResponseOverGrpcDefaultOfFourMegabytes() throws Exception {
        // given
        String large = "x".repeat(5 * 1024 * 1024);
        try (TestService service = TestService.answering(result(large));
                AudiostreamClient client = connect(service, DEFAULTS)) {
            // when / then
            assertThat(client.transcribe(RECORDING).getText()).hasSameSizeAs(large);
        }
    }

    @Test
    void reportsInvalidFieldAndRequestIdOfRefusal() throws Exception {
        // when
        TranscriptionException e = failureOf(refusal(
                Status.Code.INVALID_ARGUMENT,
                "audio_data: empty",
                BadRequest.newBuilder()
                        .addFieldViolations(
                                BadRequest.FieldViolation.newBuilder().setField("audio_data"))
                        .build()));

        // then
        assertThat(e).hasMessage("audio_data: empty");
        assertThat(e.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(e.field()).contains("audio_data");
        assertThat(e.requestId()).contains("req-7");
        assertThat(e.retryDelay()).isEmpty();
    }

    @Test
    void reportsRetryDelayOfFullService() throws Exception {
        // when
        TranscriptionException e = failureOf(refusal(
                Status.Code.RESOURCE_EXHAUSTED,
                "all 4 slots are taken",
                RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder().setSeconds(3))
                        .build()));

        // then
        assertThat(e.retryDelay()).contains(java.time.Duration.ofSeconds(3));
    }

    @Test
    void givesRecordingItsLengthByDefault() throws Exception {
        // given
        AudioFile tenMinutes = AudioFile.newBuilder()
                .setAudioData(ByteString.copyFrom(new byte[10 * 60 * 32_000]))
                .build();
        try (TestService service = TestService.answering(TranscriptionResponse.getDefaultInstance());
                AudiostreamClient client = connect(service, DEFAULTS)) {
            // when
            client.transcribe(tenMinutes);

            // then
            assertThat(service.deadlines().get(0))
                    .hasValueSatisfying(left -> assertThat(left)
                            .isBetween(java.time.Duration.ofMinutes(5), java.time.Duration.ofMinutes(10)));
        }
    }

    @Test
    void endsCallAtItsDeadline() throws Exception {
        // given
        ConnectionOptions options = ConnectionOptions.builder()
                .deadline(java.time.Duration.ofMillis(200))
                .build();
        try (TestService service = TestService.silent();
                AudiostreamClient client = connect(service, options)) {
            // when
            TranscriptionException e =
                    catchThrowableOfType(TranscriptionException.class, () -> client.transcribe(RECORDING));

            // then
            assertThat(e.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        }
    }

    @Test
    void reportsReasonWhenConnectionIsRefused() throws Exception {
        // given
        TestService stopped = TestService.answering();
        stopped.close();
        try (AudiostreamClient client = connect(stopped, DEFAULTS)) {
            // when
            TranscriptionException e =
                    catchThrowableOfType(TranscriptionException.class, () -> client.transcribe(RECORDING));

            // then
            assertThat(e.code()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(e).hasMessageContaining("Connection refused");
            assertThat(e.requestId()).isEmpty();
        }
    }

    private static TranscriptionException failureOf(StatusRuntimeException refusal) throws Exception {
        try (TestService service = TestService.refusing(refusal);
                AudiostreamClient client = connect(service, DEFAULTS)) {
            return catchThrowableOfType(TranscriptionException.class, () -> client.transcribe(RECORDING));
        }
    }

    private static AudiostreamClient connect(TestService service, ConnectionOptions options) throws Exception {
        return AudiostreamClient.connect(service.endpoint(), options);
    }
}
