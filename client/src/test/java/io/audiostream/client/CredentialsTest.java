package io.audiostream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CredentialsTest {

    @Test
    void asksForTokenAtEachAttemptToResume() throws Exception {
        // given
        var number = new AtomicInteger();
        ConnectionOptions options = ConnectionOptions.builder()
                .credentials(Credentials.token(() -> "token-" + number.incrementAndGet()))
                .resume(ResumePolicy.DEFAULT.withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .build();
        try (TestService service = TestService.breaking(TranscriptionResponse.getDefaultInstance());
                AudiostreamClient client = AudiostreamClient.connect(service.endpoint(), options)) {
            // when
            AudioStream stream = client.openStream(AudioMetadata.getDefaultInstance(), result -> {});
            stream.send(ByteString.copyFrom(new byte[2]));

            // then
            assertThatThrownBy(stream::awaitEnd).isInstanceOf(TranscriptionException.class);
            assertThat(service.credentials())
                    .hasSizeGreaterThan(1)
                    .startsWith(Optional.of("Bearer token-1"), Optional.of("Bearer token-2"));
        }
    }

    @Test
    void endsCallWithoutToken() throws Exception {
        // given
        ConnectionOptions options = ConnectionOptions.builder()
                .credentials(Credentials.token(() -> {
                    throw new IllegalStateException("the issuer is down");
                }))
                .build();
        try (TestService service = TestService.answering();
                AudiostreamClient client = AudiostreamClient.connect(service.endpoint(), options)) {
            // when
            AudioStream stream = client.openStream(AudioMetadata.getDefaultInstance(), result -> {});

            // then
            assertThatThrownBy(stream::awaitEnd)
                    .isInstanceOfSatisfying(
                            TranscriptionException.class,
                            e -> assertThat(e.code()).isEqualTo(Status.Code.UNAUTHENTICATED))
                    .hasMessageContaining("the issuer is down");
            assertThat(service.credentials()).isEmpty();
        }
    }

    @Test
    void refusesKeyThatNoHeaderCanCarryWithoutPrintingIt() {
        // when / then
        assertThatThrownBy(() -> Credentials.apiKey("se cret\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of 8 characters")
                .hasMessageNotContaining("cret");
        assertThatThrownBy(() -> Credentials.apiKey("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hidesSecretInItsText() {
        // when / then
        assertThat(ConnectionOptions.builder()
                        .credentials(Credentials.apiKey("secret-key"))
                        .build()
                        .toString())
                .contains("Credentials[API key]")
                .doesNotContain("secret-key");
    }
}
