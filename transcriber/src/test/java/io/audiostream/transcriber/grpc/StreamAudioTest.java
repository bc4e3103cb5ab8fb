package io.audiostream.transcriber.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.EndReason;
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
    private final Answers answers = new Answers();
    private StreamObserver<AudioChunk> stream;

    @BeforeEach
    void open() {
        stream = server.async().streamAudio(answers);
    }

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void textComesWhileTheSpeakerStillSpeaks() {
        send(TestAudio.sound(2, 50));

        assertThat(answers.awaitInterims(1).getFirst().getText()).startsWith("w50 w50");
        assertThat(answers.finals()).isEmpty();
    }

    @Test
    void aPauseClosesTheSegment() {
        send(TestAudio.sound(2, 50));
        send(TestAudio.silence(1.5));

        TranscriptionResponse segment = answers.awaitFinals(1).getFirst();
        assertThat(segment.getText()).isEqualTo("w50 w50 w50 w50");
        assertThat(segment.getMetadata().getEndReason()).isEqualTo(EndReason.END_REASON_SILENCE);
        assertThat(segment.getMetadata().getSettledLength()).isEqualTo(15);
        assertThat(segment.getConfidence()).isCloseTo((float) FakeEngine.CONFIDENCE, within(1e-6f));
        assertThat(segment.getTimestamp()).isEqualTo(TestServer.NOW.getEpochSecond());
        assertThat(segment.getMetadata().getModel()).isEqualTo("fake");
        assertThat(answers.ended()).isFalse();
    }

    @Test
    void whatWasDecodedInThePauseIsTheFinal() {
        send(TestAudio.sound(2, 50));
        send(TestAudio.silence(0.5));
        await().until(() -> finalEfforts() == 1);

        send(TestAudio.silence(1));

        assertThat(answers.awaitFinals(1).getFirst().getText()).isEqualTo("w50 w50 w50 w50");
        assertThat(finalEfforts()).isEqualTo(1);
    }

    @Test
    void whatWasDecodedInAPauseAfterWhichTheSpeechWentOnIsNoFinal() {
        send(TestAudio.sound(2, 50));
        send(TestAudio.silence(0.5));
        await().until(() -> finalEfforts() == 1);

        send(TestAudio.sound(2, 50));
        stream.onCompleted();

        answers.status();
        assertThat(answers.finals()).hasSize(1);
        assertThat(answers.finals().getFirst().getText()).startsWith("w50 w50 w50 w50 w50 w50");
    }

    @Test
    void interimsComeAsOftenAsAsked() {
        stream.onNext(AudioChunk.newBuilder()
                .setMetadata(AudioMetadata.newBuilder().setInterimInterval(Durations.fromSeconds(3)))
                .setAudioData(TestAudio.sound(1, 50))
                .build());
        answers.awaitInterims(1);
        send(TestAudio.sound(2.5, 50));
        stream.onCompleted();

        answers.status();
        assertThat(answers.interims()).hasSize(1);
    }

    @Test
    void hotwordsComeBeforeThePrompt() {
        stream.onNext(AudioChunk.newBuilder()
                .setMetadata(AudioMetadata.newBuilder()
                        .addHotwords("Envoy")
                        .addHotwords("gRPC")
                        .setPrompt("A talk."))
                .setAudioData(TestAudio.sound(2, 50))
                .build());
        answers.awaitInterims(1);

        assertThat(server.engine.gate().begun().getFirst().request().prompt()).isEqualTo("Envoy, gRPC. A talk.");
    }

    private long finalEfforts() {
        return server.engine.gate().begun().stream()
                .filter(begun -> begun.request().effort() == Effort.FINAL)
                .count();
    }

    @Test
    void theEndOfTheAudioClosesTheLastSegment() {
        send(TestAudio.sound(1, 50));
        stream.onCompleted();

        assertThat(answers.status().getCode()).isEqualTo(Code.OK);
        assertThat(answers.finals()).singleElement().satisfies(last -> {
            assertThat(last.getText()).isEqualTo("w50 w50");
            assertThat(last.getMetadata().getEndReason()).isEqualTo(EndReason.END_REASON_END_OF_AUDIO);
            assertThat(last.getMetadata().getAudioReceived()).isEqualTo(Durations.fromSeconds(1));
            assertThat(last.getMetadata().getAudioCommitted()).isEqualTo(Durations.fromSeconds(1));
        });
    }

    @Test
    void segmentsAreNumberedAndFollowEachOther() {
        send(TestAudio.sound(1, 30));
        send(TestAudio.silence(2));
        send(TestAudio.sound(1, 60));
        stream.onCompleted();

        answers.status();
        assertThat(answers.finals()).extracting(TranscriptionResponse::getText).containsExactly("w30 w30", "w60 w60");
        assertThat(answers.finals())
                .extracting(segment -> segment.getMetadata().getSegmentIndex())
                .containsExactly(0, 1);
        assertThat(answers.finals())
                .extracting(segment -> Durations.toMillis(segment.getMetadata().getStartTime()))
                .satisfies(starts -> {
                    assertThat(starts.get(0)).isBetween(0L, 100L);
                    assertThat(starts.get(1)).isBetween(2_600L, 3_000L);
                });
    }

    @Test
    void aFlushFinalisesWhatIsPendingAndTheStreamGoesOn() {
        send(TestAudio.sound(1, 50));
        stream.onNext(AudioChunk.newBuilder().setFlush(true).build());

        TranscriptionResponse flushed = answers.awaitFinals(1).getFirst();
        assertThat(flushed.getText()).isEqualTo("w50 w50");
        assertThat(flushed.getMetadata().getEndReason()).isEqualTo(EndReason.END_REASON_FLUSH);

        send(TestAudio.sound(1, 20));
        stream.onCompleted();
        answers.status();
        assertThat(answers.finals()).extracting(TranscriptionResponse::getText).containsExactly("w50 w50", "w20 w20");
    }

    @Test
    void aFlushInSilenceIsAnsweredByNothing() {
        send(TestAudio.silence(1));
        stream.onNext(AudioChunk.newBuilder().setFlush(true).build());
        stream.onCompleted();

        assertThat(answers.status().getCode()).isEqualTo(Code.OK);
        assertThat(answers.all()).isEmpty();
    }

    @Test
    void chunksMayBeCutAnywhere() {
        ByteString audio = TestAudio.sound(1, 50);
        for (int from = 0; from < audio.size(); from += 333) {
            send(audio.substring(from, Math.min(from + 333, audio.size())));
        }
        stream.onCompleted();

        answers.status();
        assertThat(answers.finals())
                .singleElement()
                .extracting(TranscriptionResponse::getText)
                .isEqualTo("w50 w50");
    }

    @Test
    void whoWantsNoInterimsGetsNone() {
        stream.onNext(AudioChunk.newBuilder()
                .setAudioData(TestAudio.sound(3, 50))
                .setMetadata(AudioMetadata.newBuilder().setInterimResults(false))
                .build());
        stream.onCompleted();

        answers.status();
        assertThat(answers.all()).hasSize(1);
    }

    @Test
    void wordsAndTheirTimesComeWhenAskedFor() {
        stream.onNext(AudioChunk.newBuilder()
                .setAudioData(TestAudio.silence(2).concat(TestAudio.sound(1, 50)))
                .setMetadata(AudioMetadata.newBuilder().setWordTimestamps(true))
                .build());
        stream.onCompleted();

        answers.status();
        assertThat(answers.finals().getFirst().getMetadata().getWordsList())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(word -> {
                    assertThat(word.getText()).startsWith("w");
                    assertThat(word.getConfidence()).isPositive();
                    assertThat(Durations.toMillis(word.getStartTime())).isBetween(1_600L, 3_000L);
                });
    }

    @Test
    void theSessionKeepsTheNameThatTheClientGaveIt() {
        stream.onNext(AudioChunk.newBuilder()
                .setSessionId("call-17")
                .setAudioData(TestAudio.sound(1, 50))
                .build());
        stream.onCompleted();

        answers.status();
        assertThat(answers.all())
                .isNotEmpty()
                .allSatisfy(response -> assertThat(response.getSessionId()).isEqualTo("call-17"));
    }

    @Test
    void theDetectedLanguageAndItsProbabilityAreTold() {
        send(TestAudio.sound(1, 50));
        stream.onCompleted();

        answers.status();
        assertThat(answers.finals().getFirst().getMetadata()).satisfies(metadata -> {
            assertThat(metadata.getLanguage()).isEqualTo("en");
            assertThat(metadata.getLanguageProbability()).isCloseTo(0.8f, within(1e-6f));
        });
    }

    @Test
    void aResumedSessionIsToldFromWhichChunkToSend() {
        for (int i = 10; i < 14; i++) {
            stream.onNext(AudioChunk.newBuilder()
                    .setChunkIndex(i)
                    .setAudioData(i < 12 ? TestAudio.sound(1, 50) : TestAudio.silence(1))
                    .build());
        }

        TranscriptionMetadata metadata = answers.awaitFinals(1).getFirst().getMetadata();
        assertThat(metadata.getAudioCommitted().getSeconds()).isBetween(2L, 3L);
        assertThat(metadata.getResumeChunkIndex())
                .as("the chunk, of a second each, in which the committed audio ends")
                .isEqualTo((int) (10 + metadata.getAudioCommitted().getSeconds()));
    }

    private void send(ByteString audio) {
        stream.onNext(AudioChunk.newBuilder().setAudioData(audio).build());
    }
}
