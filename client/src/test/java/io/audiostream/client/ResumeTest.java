package io.audiostream.client;

import static io.audiostream.client.Responses.refusal;
import static io.audiostream.client.Responses.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.rpc.RetryInfo;
import io.audiostream.proto.AudioMetadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ResumeTest {

    private static final ResumePolicy QUICK =
            ResumePolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(5));

    private final List<Reconnection> reconnections = new CopyOnWriteArrayList<>();
    private final TranscriptionListener listener = new TranscriptionListener() {
        @Override
        public void onFinal(io.audiostream.proto.TranscriptionResponse result) {}

        @Override
        public void onReconnecting(Reconnection reconnection) {
            reconnections.add(reconnection);
        }
    };

    @Test
    void givesUpAfterResumeTimeoutAndSaysSo() throws Exception {
        // given
        ResumePolicy brief = QUICK.withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (TestService service = TestService.breaking(result("Hello."));
                AudiostreamClient client = connect(service, brief);
                AudioStream stream = client.openStream(AudioMetadata.getDefaultInstance(), listener)) {
            // when
            stream.send(ByteString.copyFrom(new byte[3200]));

            // then
            assertThatThrownBy(stream::awaitEnd)
                    .isInstanceOf(TranscriptionException.class)
                    .hasMessageContaining("io exception")
                    .hasMessageContaining("attempts in 1 s; text is final up to 0.0 s");
        }
        assertThat(reconnections).isNotEmpty();
        assertThat(reconnections.get(0).attempt()).isEqualTo(1);
        assertThat(reconnections.get(0).cause().code()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void repeatsNoFinalOfCompressedAudio() throws Exception {
        // given
        try (TestService service = TestService.breaking(result("Hello."));
                AudiostreamClient client = connect(service, QUICK);
                AudioStream stream = client.openStream(AudioMetadata.getDefaultInstance(), listener)) {
            // when
            stream.send(ByteString.copyFromUtf8("fLaC").concat(ByteString.copyFrom(new byte[3200])));

            // then
            assertThatThrownBy(stream::awaitEnd)
                    .isInstanceOf(TranscriptionException.class)
                    .hasMessageContaining("the stream cannot resume after its first final")
                    .hasMessageContaining("io exception");
        }
        assertThat(reconnections).isEmpty();
    }

    @Test
    void reportsLackOfCapacityAtStartAtOnce() throws Exception {
        // given
        var full = refusal(Status.Code.RESOURCE_EXHAUSTED, "all slots are taken", RetryInfo.getDefaultInstance());
        try (TestService service = TestService.refusing(full);
                AudiostreamClient client = connect(service, QUICK);
                AudioStream stream = client.openStream(AudioMetadata.getDefaultInstance(), listener)) {
            // when / then
            assertThatThrownBy(stream::awaitEnd).hasMessage("all slots are taken");
        }
        assertThat(reconnections).isEmpty();
    }

    @Test
    void endsWaitForConnectionWhenStreamIsClosed() throws Exception {
        // given
        TestService stopped = TestService.answering();
        stopped.close();
        try (AudiostreamClient client = connect(stopped, QUICK);
                AudioStream stream = client.openStream(AudioMetadata.getDefaultInstance(), listener)) {
            stream.send(ByteString.copyFromUtf8("a"));

            // when
            stream.close();

            // then
            assertThatThrownBy(stream::awaitEnd)
                    .isInstanceOfSatisfying(
                            TranscriptionException.class,
                            e -> assertThat(e.code()).isIn(Status.Code.CANCELLED, Status.Code.UNAVAILABLE));
        }
    }

    @Test
    void refusesPolicyOutOfBounds() {
        // when / then
        assertThatThrownBy(() -> QUICK.withTimeouts(Duration.ofDays(2), Duration.ZERO))
                .hasMessage("connectTimeout is PT48H; set a duration from PT0S to PT24H");
        assertThatThrownBy(() -> QUICK.withBackoff(Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("initialBackoff is PT0S");
        assertThatThrownBy(() -> QUICK.withBuffer(0, Duration.ofSeconds(1))).hasMessageContaining("at least 1 byte");
    }

    @Test
    void doublesDelaysUpToMaximumAndKeepsHalfRandom() {
        // given
        var outage = new Outage(
                QUICK.withBackoff(Duration.ofMillis(100), Duration.ofMillis(500))
                        .withTimeouts(Duration.ofMinutes(1), Duration.ofMinutes(1)),
                new java.util.Random(1));
        List<Long> delays = new ArrayList<>();

        // when
        for (int i = 0; i < 5; i++) {
            delays.add(outage.next(0, Duration.ZERO).orElseThrow().toMillis());
        }

        // then
        long[] longest = {100, 200, 400, 500, 500};
        for (int i = 0; i < longest.length; i++) {
            assertThat(delays.get(i)).isBetween(longest[i] / 2, longest[i]);
        }
        assertThat(outage.next(Duration.ofMinutes(1).toNanos(), Duration.ZERO)).isEmpty();
    }

    private static AudiostreamClient connect(TestService service, ResumePolicy policy) throws Exception {
        return AudiostreamClient.connect(
                service.endpoint(), ConnectionOptions.builder().resume(policy).build());
    }
}
