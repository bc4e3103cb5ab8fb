package io.audiostream.client;

import static io.audiostream.client.Responses.refusal;
import static io.audiostream.client.Responses.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners that do more than receive. */
@Timeout(120)
class ListenerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void getsOneFailureAlthoughItClosesStream() throws Exception {
        // given
        List<Status.Code> failures = new CopyOnWriteArrayList<>();
        var opened = new CompletableFuture<AudioStream>();
        var listener = new FinalsIgnored() {
            @Override
            public void onFailure(TranscriptionException failure) {
                failures.add(failure.code());
                opened.join().close();
            }
        };
        try (TestService service = TestService.refusing(refusal(Status.Code.INVALID_ARGUMENT, "no such language"));
                AudiostreamClient client = AudiostreamClient.connect(
                        service.endpoint(), ConnectionOptions.builder().build())) {
            AudioStream stream = client.openStream(AudioMetadata.getDefaultInstance(), listener);

            // when
            opened.complete(stream);

            // then
            assertThatThrownBy(() -> stream.awaitEnd(PATIENCE)).hasMessage("no such language");
            assertThat(failures).containsExactly(Status.Code.INVALID_ARGUMENT);
        }
    }

    @Test
    void endsStreamIfItThrowsBeforeReconnection() throws Exception {
        // given
        var listener = new FinalsIgnored() {
            @Override
            public void onReconnecting(Reconnection reconnection) {
                throw new IllegalStateException("no such label");
            }
        };
        try (TestService service = TestService.breaking(result("Hello."));
                AudiostreamClient client = AudiostreamClient.connect(
                        service.endpoint(), ConnectionOptions.builder().build());
                AudioStream stream = client.openStream(AudioMetadata.getDefaultInstance(), listener)) {
            // when
            stream.send(ByteString.copyFrom(new byte[3200]));

            // then
            assertThatThrownBy(() -> stream.awaitEnd(PATIENCE))
                    .isInstanceOf(TranscriptionException.class)
                    .hasMessageContaining("the listener failed in onReconnecting")
                    .hasMessageContaining("no such label");
        }
    }

    @Test
    void waitsForEndAnyTime() throws Exception {
        // given
        try (TestService service = TestService.answering();
                AudiostreamClient client = AudiostreamClient.connect(
                        service.endpoint(), ConnectionOptions.builder().build());
                AudioStream stream = client.openStream(AudioMetadata.getDefaultInstance(), new FinalsIgnored() {})) {
            // when
            stream.finish();

            // then
            assertThat(stream.awaitEnd(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
        }
    }

    private abstract static class FinalsIgnored implements TranscriptionListener {
        @Override
        public void onFinal(TranscriptionResponse result) {}
    }
}
