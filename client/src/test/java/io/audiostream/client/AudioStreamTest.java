package io.audiostream.client;

import static io.audiostream.client.Responses.interim;
import static io.audiostream.client.Responses.refusal;
import static io.audiostream.client.Responses.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.SpeechEvent;
import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AudioStreamTest {

    private static final Duration EVENT_TIMEOUT = Duration.ofSeconds(60);
    private static final AudioMetadata GERMAN =
            AudioMetadata.newBuilder().setLanguage("de").build();

    private final RecordingListener listener = new RecordingListener();

    @Test
    void reportsInterimsFinalsAndEndInOrder() throws Exception {
        // given
        try (TestService service = TestService.answering(interim("one"), interim("one two"), result("One, two."));
                AudiostreamClient client = connect(service);
                AudioStream stream = client.openStream(GERMAN, listener)) {
            // when
            stream.send(audio("a"));
            stream.finish();
            stream.awaitEnd();
        }

        // then
        assertThat(listener.events()).containsExactly("interim one", "interim one two", "final One, two.", "end");
    }

    @Test
    void reportsSpeechEventsApartFromText() throws Exception {
        // given
        try (TestService service = TestService.answering(
                        event(SpeechEvent.SPEECH_EVENT_STARTED),
                        interim("one"),
                        event(SpeechEvent.SPEECH_EVENT_ENDED),
                        result("One."));
                AudiostreamClient client = connect(service);
                AudioStream stream = client.openStream(GERMAN, listener)) {
            // when
            stream.send(audio("a"));
            stream.finish();
            stream.awaitEnd();
        }

        // then
        assertThat(listener.events())
                .containsExactly(
                        "event SPEECH_EVENT_STARTED", "interim one", "event SPEECH_EVENT_ENDED", "final One.", "end");
    }

    private static TranscriptionResponse event(SpeechEvent event) {
        return TranscriptionResponse.newBuilder()
                .setMetadata(
                        TranscriptionMetadata.newBuilder().setSpeechEvent(event).setEndTime(Durations.fromSeconds(1)))
                .build();
    }

    @Test
    void numbersChunksAndSendsMetadataWithFirstOnly() throws Exception {
        // given
        try (TestService service = TestService.answering();
                AudiostreamClient client = connect(service);
                AudioStream stream = client.openStream(GERMAN, listener)) {
            // when
            stream.send(audio("a"));
            stream.send(audio("b"));
            stream.send(audio("c"));
            stream.finish();
            stream.awaitEnd();

            // then
            assertThat(service.chunks()).extracting(AudioChunk::getChunkIndex).containsExactly(0, 1, 2);
            assertThat(service.chunks())
                    .extracting(c -> c.getAudioData().toStringUtf8())
                    .containsExactly("a", "b", "c");
            assertThat(service.chunks()).extracting(AudioChunk::hasMetadata).containsExactly(true, false, false);
            assertThat(service.chunks().get(0).getMetadata()).isEqualTo(GERMAN);
        }
    }

    @Test
    void sendsChangedOptionsBetweenAudio() throws Exception {
        // given
        try (TestService service = TestService.answering();
                AudiostreamClient client = connect(service);
                AudioStream stream =
                        client.openStream(GERMAN.toBuilder().setPrompt("Envoy").build(), listener)) {
            // when
            stream.send(audio("a"));
            stream.change(metadata -> metadata.setLanguage("fr"));
            stream.change(AudioMetadata.Builder::clearPrompt);
            stream.send(audio("b"));
            stream.finish();
            stream.awaitEnd();

            // then
            assertThat(service.chunks().subList(1, 4))
                    .extracting(AudioChunk::getMetadata)
                    .containsExactly(
                            AudioMetadata.newBuilder()
                                    .setLanguage("fr")
                                    .setPrompt("Envoy")
                                    .build(),
                            AudioMetadata.newBuilder().setLanguage("fr").build(),
                            AudioMetadata.getDefaultInstance());
            assertThat(service.chunks()).extracting(AudioChunk::getChunkIndex).containsExactly(0, 1, 2, 3);
        }
    }

    @Test
    void refusesChangeOfFieldsThatHoldForWholeStream() throws Exception {
        // given
        try (TestService service = TestService.answering();
                AudiostreamClient client = connect(service);
                AudioStream stream = client.openStream(GERMAN, listener)) {
            // when / then
            assertThatThrownBy(() -> stream.change(metadata ->
                            metadata.setLanguage("fr").setSampleRateHertz(8_000).setChannels(2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("sample_rate_hertz, channels");
        }
    }

    @Test
    void receivesFinalOfFlushBeforeStreamEnds() throws Exception {
        // given
        try (TestService service = TestService.answeringFlush(result("so far"));
                AudiostreamClient client = connect(service);
                AudioStream stream = client.openStream(GERMAN, listener)) {
            // when
            stream.send(audio("a"));
            stream.flush();

            // then
            await().atMost(EVENT_TIMEOUT)
                    .untilAsserted(() -> assertThat(listener.events()).containsExactly("final so far"));
            stream.finish();
            stream.awaitEnd();
        }
    }

    @Test
    void sendsMetadataOfStreamWithoutAudio() throws Exception {
        // given
        try (TestService service = TestService.answering();
                AudiostreamClient client = connect(service);
                AudioStream stream = client.openStream(GERMAN, listener)) {
            // when
            stream.finish();
            stream.awaitEnd();

            // then
            assertThat(service.chunks()).extracting(AudioChunk::getMetadata).containsExactly(GERMAN);
        }
    }

    @Test
    void reportsRefusalToSenderWaiterAndListener() throws Exception {
        // given
        try (TestService service = TestService.refusing(refusal(Status.Code.NOT_FOUND, "no such language"));
                AudiostreamClient client = connect(service);
                AudioStream stream = client.openStream(GERMAN, listener)) {
            // when / then
            assertThatThrownBy(stream::awaitEnd)
                    .isInstanceOf(TranscriptionException.class)
                    .hasMessage("no such language");
            assertThatThrownBy(() -> stream.send(audio("a"))).isInstanceOf(TranscriptionException.class);
        }
        assertThat(listener.events()).containsExactly("failure NOT_FOUND");
    }

    @Test
    void blocksSenderWhileServiceDoesNotRead() throws Exception {
        // given
        ByteString megabyte = ByteString.copyFrom(new byte[1024 * 1024]);
        var sent = new AtomicInteger();
        var error = new AtomicReference<Exception>();
        try (TestService service = TestService.silent();
                AudiostreamClient client = connect(service);
                AudioStream stream = client.openStream(GERMAN, listener)) {
            var sender = new Thread(() -> {
                try {
                    while (sent.get() < 1000) {
                        stream.send(megabyte);
                        sent.incrementAndGet();
                    }
                } catch (TranscriptionException | InterruptedException e) {
                    error.set(e);
                }
            });

            // when
            sender.start();
            await().atMost(EVENT_TIMEOUT).until(() -> sender.getState() == Thread.State.WAITING);

            // then
            assertThat(sent.get()).isLessThan(20);

            // when
            stream.close();
            sender.join();

            // then
            assertThat(error.get())
                    .isInstanceOfSatisfying(
                            TranscriptionException.class,
                            e -> assertThat(e.code()).isEqualTo(Status.Code.CANCELLED));
        }
    }

    @Test
    void refusesAudioAfterFinish() throws Exception {
        // given
        try (TestService service = TestService.answering();
                AudiostreamClient client = connect(service);
                AudioStream stream = client.openStream(GERMAN, listener)) {
            stream.finish();

            // when / then
            assertThatThrownBy(() -> stream.send(audio("late")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("open another one");
        }
    }

    private static AudiostreamClient connect(TestService service) throws Exception {
        return AudiostreamClient.connect(
                service.endpoint(), ConnectionOptions.builder().build());
    }

    private static ByteString audio(String bytes) {
        return ByteString.copyFromUtf8(bytes);
    }
}
