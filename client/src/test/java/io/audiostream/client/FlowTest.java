package io.audiostream.client;

import static io.audiostream.client.Responses.interim;
import static io.audiostream.client.Responses.refusal;
import static io.audiostream.client.Responses.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FlowTest {

    private static final Duration EVENT = Duration.ofSeconds(60);
    private static final ByteString AUDIO = ByteString.copyFrom(new byte[64_000]);

    private final SubmissionPublisher<ByteString> audio = new SubmissionPublisher<>(Runnable::run, 1);

    @Test
    void passesAudioAndResultsInOrder() throws Exception {
        // given
        try (TestService service = TestService.answering(interim("one"), result("One."), result("Two."));
                AudiostreamClient client = connect(service)) {
            var subscriber = new Subscriber(Long.MAX_VALUE);
            client.transcribe(AudioMetadata.getDefaultInstance(), audio).subscribe(subscriber);

            // when
            audio.submit(ByteString.copyFromUtf8("ab"));
            audio.submit(ByteString.copyFromUtf8("cd"));
            audio.close();

            // then
            subscriber.awaitSignals("one", "One.", "Two.", "complete");
            assertThat(service.chunks())
                    .extracting(chunk -> chunk.getAudioData().toStringUtf8())
                    .containsSubsequence("ab", "cd");
        }
    }

    @Test
    void holdsResultsUntilTheyAreRequested() throws Exception {
        // given
        try (TestService service = TestService.answering(result("One."), result("Two."), result("Three."));
                AudiostreamClient client = connect(service)) {
            var subscriber = new Subscriber(1);
            client.transcribe(AudioMetadata.getDefaultInstance(), audio).subscribe(subscriber);
            audio.close();

            // when
            subscriber.awaitSignals("One.");
            subscriber.subscription.request(1);
            subscriber.awaitSignals("One.", "Two.");
            subscriber.subscription.request(1);

            // then
            subscriber.awaitSignals("One.", "Two.", "Three.", "complete");
        }
    }

    @Test
    void requestsNoAudioThatTheServiceDoesNotRead() throws Exception {
        // given
        try (TestService service = TestService.silent();
                AudiostreamClient client = connect(service)) {
            var source = new SubmissionPublisher<ByteString>(task -> new Thread(task).start(), 1);
            client.transcribe(AudioMetadata.getDefaultInstance(), source).subscribe(new Subscriber(1));

            // when
            int refused = 0;
            for (int i = 0; i < 1000 && refused == 0; i++) {
                refused = source.offer(AUDIO, 1, TimeUnit.SECONDS, null) < 0 ? 1 : 0;
            }

            // then
            assertThat(refused).as("64 MB of audio were not taken").isEqualTo(1);
        }
    }

    @Test
    void reportsErrorOfService() throws Exception {
        // given
        try (TestService service = TestService.refusing(refusal(Code.INVALID_ARGUMENT, "no audio"));
                AudiostreamClient client = connect(service)) {
            var subscriber = new Subscriber(1);

            // when
            client.transcribe(AudioMetadata.getDefaultInstance(), audio).subscribe(subscriber);

            // then
            subscriber.awaitSignals("TranscriptionException: no audio");
        }
    }

    @Test
    void reportsErrorOfAudioToSubscriber() throws Exception {
        // given
        try (TestService service = TestService.answering(result("One."));
                AudiostreamClient client = connect(service)) {
            var subscriber = new Subscriber(1);
            client.transcribe(AudioMetadata.getDefaultInstance(), audio).subscribe(subscriber);

            // when
            audio.closeExceptionally(new IllegalStateException("the file is gone"));

            // then
            subscriber.awaitSignals("IllegalStateException: the file is gone");
        }
    }

    @Test
    void refusesRequestOfNothing() throws Exception {
        // given
        try (TestService service = TestService.answering(result("One."));
                AudiostreamClient client = connect(service)) {
            var subscriber = new Subscriber(1);
            client.transcribe(AudioMetadata.getDefaultInstance(), audio).subscribe(subscriber);

            // when
            subscriber.subscription.request(0);

            // then
            subscriber.awaitSignals("IllegalArgumentException: a subscriber requested 0 results; request at least 1");
        }
    }

    @Test
    void cancelsAudioWithResults() throws Exception {
        // given
        try (TestService service = TestService.silent();
                AudiostreamClient client = connect(service)) {
            var subscriber = new Subscriber(1);
            client.transcribe(AudioMetadata.getDefaultInstance(), audio).subscribe(subscriber);

            // when
            subscriber.subscription.cancel();

            // then
            await().atMost(EVENT).until(() -> audio.getNumberOfSubscribers() == 0);
            assertThat(subscriber.signals).isEmpty();
        }
    }

    private static AudiostreamClient connect(TestService service) throws Exception {
        return AudiostreamClient.connect(
                service.endpoint(), ConnectionOptions.builder().build());
    }

    private static final class Subscriber implements Flow.Subscriber<TranscriptionResponse> {

        private final List<String> signals = new CopyOnWriteArrayList<>();
        private final long demand;
        private volatile Flow.Subscription subscription;

        Subscriber(long demand) {
            this.demand = demand;
        }

        void awaitSignals(String... expected) {
            await().atMost(EVENT).untilAsserted(() -> assertThat(signals).containsExactly(expected));
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(demand);
        }

        @Override
        public void onNext(TranscriptionResponse response) {
            signals.add(response.getText());
        }

        @Override
        public void onError(Throwable failure) {
            signals.add(failure.getClass().getSimpleName() + ": " + failure.getMessage());
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }
    }
}
