package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.EndReason;
import io.audiostream.proto.SpeechEvent;
import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.engine.DecodeRequest.Effort;
import io.audiostream.transcriber.engine.FakeEngine;
import io.audiostream.transcriber.session.TestAudio;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamAudioTest {

    private final TestServer server = TestServer.ready();
    private final ResponseRecorder responses = new ResponseRecorder();
    private StreamObserver<AudioChunk> stream;

    @BeforeEach
    void open() {
        stream = server.async().streamAudio(responses);
    }

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void sendsInterimsWhileSpeechContinues() {
        // when
        send(TestAudio.sound(2, 50));

        // then
        assertThat(responses.awaitInterims(1).getFirst().getText()).startsWith("w50 w50");
        assertThat(responses.finals()).isEmpty();
    }

    @Test
    void endsSegmentAtPause() {
        // when
        send(TestAudio.sound(2, 50));
        send(TestAudio.silence(1.5));

        // then
        TranscriptionResponse segment = responses.awaitFinals(1).getFirst();
        assertThat(segment.getText()).isEqualTo("w50 w50 w50 w50");
        assertThat(segment.getMetadata().getEndReason()).isEqualTo(EndReason.END_REASON_SILENCE);
        assertThat(segment.getMetadata().getSettledLength()).isEqualTo(15);
        assertThat(segment.getConfidence()).isCloseTo((float) FakeEngine.CONFIDENCE, within(1e-6f));
        assertThat(segment.getTimestamp()).isEqualTo(TestServer.NOW.getEpochSecond());
        assertThat(segment.getMetadata().getModel()).isEqualTo("fake");
        assertThat(responses.ended()).isFalse();
    }

    @Test
    void passesOverEmptyChunks() {
        // when
        send(ByteString.EMPTY);
        send(TestAudio.sound(1, 50));
        send(ByteString.EMPTY);
        send(TestAudio.sound(1, 50));
        stream.onCompleted();

        // then
        assertThat(responses.status().getCode()).isEqualTo(Code.OK);
        assertThat(responses.finals())
                .singleElement()
                .extracting(TranscriptionResponse::getText)
                .isEqualTo("w50 w50 w50 w50");
    }

    @Test
    void usesDecodeOfPauseAsFinal() {
        // given
        send(TestAudio.sound(2, 50));
        send(TestAudio.silence(0.5));
        await().until(() -> finalEfforts() == 1);

        // when
        send(TestAudio.silence(1));

        // then
        assertThat(responses.awaitFinals(1).getFirst().getText()).isEqualTo("w50 w50 w50 w50");
        assertThat(finalEfforts()).isEqualTo(1);
    }

    @Test
    void preparesFinalInPauseWithoutInterims() {
        // given
        stream.onNext(AudioChunk.newBuilder()
                .setAudioData(TestAudio.sound(2, 50))
                .setMetadata(AudioMetadata.newBuilder().setInterimResults(false))
                .build());

        // when
        send(TestAudio.silence(0.5));

        // then
        await().until(() -> finalEfforts() == 1);
        send(TestAudio.silence(1));
        assertThat(responses.awaitFinals(1).getFirst().getText()).isEqualTo("w50 w50 w50 w50");
        assertThat(responses.interims()).isEmpty();
        assertThat(finalEfforts()).isEqualTo(1);
    }

    @Test
    void discardsDecodeOfPauseWhenSpeechResumes() {
        // given
        send(TestAudio.sound(2, 50));
        send(TestAudio.silence(0.5));
        await().until(() -> finalEfforts() == 1);

        // when
        send(TestAudio.sound(2, 50));
        stream.onCompleted();

        // then
        responses.status();
        assertThat(responses.finals()).hasSize(1);
        assertThat(responses.finals().getFirst().getText()).startsWith("w50 w50 w50 w50 w50 w50");
    }

    @Test
    void sendsInterimsAtRequestedInterval() {
        // given
        stream.onNext(AudioChunk.newBuilder()
                .setMetadata(AudioMetadata.newBuilder().setInterimInterval(Durations.fromSeconds(3)))
                .setAudioData(TestAudio.sound(1, 50))
                .build());
        responses.awaitInterims(1);

        // when
        send(TestAudio.sound(2.5, 50));
        stream.onCompleted();

        // then
        responses.status();
        assertThat(responses.interims()).hasSize(1);
    }

    @Test
    void putsHotwordsBeforePrompt() {
        // when
        stream.onNext(AudioChunk.newBuilder()
                .setMetadata(AudioMetadata.newBuilder()
                        .addHotwords("Envoy")
                        .addHotwords("gRPC")
                        .setPrompt("A talk."))
                .setAudioData(TestAudio.sound(2, 50))
                .build());
        responses.awaitInterims(1);

        // then
        assertThat(server.engine.gate().started().getFirst().request().prompt()).isEqualTo("Envoy, gRPC. A talk.");
    }

    @Test
    void detectsLanguageAmongThoseOfClient() {
        // when
        stream.onNext(AudioChunk.newBuilder()
                .setMetadata(AudioMetadata.newBuilder().addLanguages("de-CH").addLanguages("Chinese"))
                .setAudioData(TestAudio.sound(2, 50))
                .build());
        responses.awaitInterims(1);

        // then
        assertThat(server.engine.gate().started())
                .allSatisfy(started ->
                        assertThat(started.request().candidateLanguages()).containsExactlyInAnyOrder("de", "zh"));
    }

    @Test
    void sendsSpeechEventsOnRequest() {
        // when
        stream.onNext(AudioChunk.newBuilder()
                .setSessionId("call-17")
                .setMetadata(AudioMetadata.newBuilder().setSpeechEvents(true))
                .setAudioData(TestAudio.silence(1).concat(TestAudio.sound(1, 50)))
                .build());
        send(TestAudio.silence(1.5));
        stream.onCompleted();

        // then
        assertThat(responses.status().getCode()).isEqualTo(Code.OK);
        TranscriptionResponse started = responses.all().getFirst();
        TranscriptionResponse ended = responses.all().get(responses.all().size() - 2);
        TranscriptionResponse last = responses.all().getLast();
        assertThat(started.getMetadata().getSpeechEvent()).isEqualTo(SpeechEvent.SPEECH_EVENT_STARTED);
        assertThat(started.getMetadata().getStartTime())
                .isEqualTo(last.getMetadata().getStartTime());
        assertThat(started.getSessionId()).isEqualTo("call-17");
        assertThat(started.getTimestamp()).isEqualTo(TestServer.NOW.getEpochSecond());
        assertThat(started.getText()).isEmpty();
        assertThat(started.getIsFinal()).isFalse();
        assertThat(started.getMetadata().hasEndTime()).isFalse();
        assertThat(ended.getMetadata().getSpeechEvent()).isEqualTo(SpeechEvent.SPEECH_EVENT_ENDED);
        assertThat(ended.getMetadata().getEndTime())
                .isEqualTo(last.getMetadata().getEndTime());
        assertThat(ended.getMetadata().hasStartTime()).isFalse();
        assertThat(last.getIsFinal()).isTrue();
        assertThat(last.getMetadata().getEndOfUtterance()).isTrue();
    }

    @Test
    void sendsNoSpeechEventsByDefault() {
        // when
        send(TestAudio.sound(1, 50));
        send(TestAudio.silence(1.5));
        stream.onCompleted();

        // then
        responses.status();
        assertThat(responses.all())
                .allSatisfy(response -> assertThat(response.getText()).isNotEmpty());
    }

    @Test
    void changesOptionsForUtterancesThatFollow() {
        // given
        AudioMetadata german = AudioMetadata.newBuilder()
                .setLanguage("de")
                .setPrompt("Guten Tag")
                .build();
        send(
                TestAudio.sound(1, 30),
                AudioMetadata.newBuilder().setLanguage("en").build());
        send(TestAudio.silence(1));
        responses.awaitFinals(1);

        // when
        send(TestAudio.sound(1, 40), german);
        send(TestAudio.silence(1), german);
        stream.onCompleted();

        // then
        assertThat(responses.status().getCode()).isEqualTo(Code.OK);
        assertThat(responses.finals())
                .extracting(response -> response.getMetadata().getLanguage())
                .containsExactly("en", "de");
        assertThat(server.engine.gate().started().getLast().request().prompt()).isEqualTo("Guten Tag");
    }

    @Test
    void acceptsEqualMetadataOnEveryChunk() {
        // given
        AudioMetadata english = AudioMetadata.newBuilder().setLanguage("en").build();

        // when
        send(TestAudio.sound(1, 30), english);
        send(TestAudio.sound(1, 30), english);
        stream.onCompleted();

        // then
        assertThat(responses.status().getCode()).isEqualTo(Code.OK);
        assertThat(responses.finals()).hasSize(1);
    }

    private void send(ByteString audio, AudioMetadata metadata) {
        stream.onNext(AudioChunk.newBuilder()
                .setAudioData(audio)
                .setMetadata(metadata)
                .build());
    }

    private long finalEfforts() {
        return server.engine.gate().started().stream()
                .filter(started -> started.request().effort() == Effort.FINAL)
                .count();
    }

    @Test
    void endsLastSegmentAtEndOfAudio() {
        // when
        send(TestAudio.sound(1, 50));
        stream.onCompleted();

        // then
        assertThat(responses.status().getCode()).isEqualTo(Code.OK);
        assertThat(responses.finals()).singleElement().satisfies(last -> {
            assertThat(last.getText()).isEqualTo("w50 w50");
            assertThat(last.getMetadata().getEndReason()).isEqualTo(EndReason.END_REASON_END_OF_AUDIO);
            assertThat(last.getMetadata().getAudioReceived()).isEqualTo(Durations.fromSeconds(1));
            assertThat(last.getMetadata().getAudioCommitted()).isEqualTo(Durations.fromSeconds(1));
        });
    }

    @Test
    void numbersSegmentsInOrder() {
        // when
        send(TestAudio.sound(1, 30));
        send(TestAudio.silence(2));
        send(TestAudio.sound(1, 60));
        stream.onCompleted();

        // then
        responses.status();
        assertThat(responses.finals())
                .extracting(TranscriptionResponse::getText)
                .containsExactly("w30 w30", "w60 w60");
        assertThat(responses.finals())
                .extracting(segment -> segment.getMetadata().getSegmentIndex())
                .containsExactly(0, 1);
        assertThat(responses.finals())
                .extracting(segment -> Durations.toMillis(segment.getMetadata().getStartTime()))
                .satisfies(starts -> {
                    assertThat(starts.get(0)).isBetween(0L, 100L);
                    assertThat(starts.get(1)).isBetween(2_600L, 3_000L);
                });
    }

    @Test
    void sendsFinalOnFlushAndContinues() {
        // when
        send(TestAudio.sound(1, 50));
        stream.onNext(AudioChunk.newBuilder().setFlush(true).build());

        // then
        TranscriptionResponse flushed = responses.awaitFinals(1).getFirst();
        assertThat(flushed.getText()).isEqualTo("w50 w50");
        assertThat(flushed.getMetadata().getEndReason()).isEqualTo(EndReason.END_REASON_FLUSH);

        // when
        send(TestAudio.sound(1, 20));
        stream.onCompleted();

        // then
        responses.status();
        assertThat(responses.finals())
                .extracting(TranscriptionResponse::getText)
                .containsExactly("w50 w50", "w20 w20");
    }

    @Test
    void sendsNothingOnFlushInSilence() {
        // when
        send(TestAudio.silence(1));
        stream.onNext(AudioChunk.newBuilder().setFlush(true).build());
        stream.onCompleted();

        // then
        assertThat(responses.status().getCode()).isEqualTo(Code.OK);
        assertThat(responses.all()).isEmpty();
    }

    @Test
    void acceptsChunksThatSplitSamples() {
        // given
        ByteString audio = TestAudio.sound(1, 50);

        // when
        for (int from = 0; from < audio.size(); from += 333) {
            send(audio.substring(from, Math.min(from + 333, audio.size())));
        }
        stream.onCompleted();

        // then
        responses.status();
        assertThat(responses.finals())
                .singleElement()
                .extracting(TranscriptionResponse::getText)
                .isEqualTo("w50 w50");
    }

    @Test
    void sendsNoInterimsWhenDisabled() {
        // when
        stream.onNext(AudioChunk.newBuilder()
                .setAudioData(TestAudio.sound(3, 50))
                .setMetadata(AudioMetadata.newBuilder().setInterimResults(false))
                .build());
        stream.onCompleted();

        // then
        responses.status();
        assertThat(responses.all()).hasSize(1);
    }

    @Test
    void sendsWordsWithTimesOnRequest() {
        // when
        stream.onNext(AudioChunk.newBuilder()
                .setAudioData(TestAudio.silence(2).concat(TestAudio.sound(1, 50)))
                .setMetadata(AudioMetadata.newBuilder().setWordTimestamps(true))
                .build());
        stream.onCompleted();

        // then
        responses.status();
        assertThat(responses.finals().getFirst().getMetadata().getWordsList())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(word -> {
                    assertThat(word.getText()).startsWith("w");
                    assertThat(word.getConfidence()).isPositive();
                    assertThat(Durations.toMillis(word.getStartTime())).isBetween(1_600L, 3_000L);
                });
    }

    @Test
    void returnsClientsSessionId() {
        // when
        stream.onNext(AudioChunk.newBuilder()
                .setSessionId("call-17")
                .setAudioData(TestAudio.sound(1, 50))
                .build());
        stream.onCompleted();

        // then
        responses.status();
        assertThat(responses.all())
                .isNotEmpty()
                .allSatisfy(response -> assertThat(response.getSessionId()).isEqualTo("call-17"));
    }

    @Test
    void returnsDetectedLanguageWithProbability() {
        // when
        send(TestAudio.sound(1, 50));
        stream.onCompleted();

        // then
        responses.status();
        assertThat(responses.finals().getFirst().getMetadata()).satisfies(metadata -> {
            assertThat(metadata.getLanguage()).isEqualTo("en");
            assertThat(metadata.getLanguageProbability()).isCloseTo(0.8f, within(1e-6f));
        });
    }

    @Test
    void returnsResumeChunkOfResumedSession() {
        // when
        for (int i = 10; i < 14; i++) {
            stream.onNext(AudioChunk.newBuilder()
                    .setChunkIndex(i)
                    .setAudioData(i < 12 ? TestAudio.sound(1, 50) : TestAudio.silence(1))
                    .build());
        }

        // then
        TranscriptionMetadata metadata = responses.awaitFinals(1).getFirst().getMetadata();
        assertThat(metadata.getAudioCommitted().getSeconds()).isBetween(2L, 3L);
        assertThat(metadata.getResumeChunkIndex())
                .as("the chunk in which the committed audio ends, with one chunk per second")
                .isEqualTo((int) (10 + metadata.getAudioCommitted().getSeconds()));
    }

    private void send(ByteString audio) {
        stream.onNext(AudioChunk.newBuilder().setAudioData(audio).build());
    }
}
