package io.audiostream.transcriber.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.transcriber.engine.FakeEngine;
import io.audiostream.transcriber.session.TestAudio;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordingSessionsTest {

    private static final ByteString TWO_SENTENCES =
            TestAudio.sound(1, 30).concat(TestAudio.silence(2)).concat(TestAudio.sound(1, 60));

    private final TestServer server = TestServer.ready();

    @AfterEach
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void aLaterSegmentThatIsDecodedFirstStillComesAfter() throws Exception {
        var secondIsDecoded = new CountDownLatch(1);
        server.engine.twist(transcript -> {
            if (transcript.text().startsWith("w50")) {
                awaitIt(secondIsDecoded);
            } else {
                secondIsDecoded.countDown();
            }
            return transcript;
        });

        TranscriptionResponse answer = server.blocking()
                .transcribeAudio(
                        file(TestAudio.sound(1, 50).concat(TestAudio.silence(3)).concat(TestAudio.sound(1, 60))));

        assertThat(answer.getText()).isEqualTo("w50 w50 w60 w60");
    }

    private static void awaitIt(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void transcribeAudioAnswersWithTheWholeText() {
        TranscriptionResponse answer = server.blocking().transcribeAudio(file(TWO_SENTENCES));

        assertThat(answer.getText()).isEqualTo("w30 w30 w60 w60");
        assertThat(answer.getIsFinal()).isTrue();
        assertThat(answer.getConfidence()).isCloseTo((float) FakeEngine.CONFIDENCE, within(1e-6f));
        assertThat(answer.getSessionId()).isNotEmpty();
    }

    @Test
    void aRecordingWithoutSpeechHasNoText() {
        TranscriptionResponse answer = server.blocking().transcribeAudio(file(TestAudio.silence(5)));

        assertThat(answer.getText()).isEmpty();
        assertThat(answer.getConfidence()).isZero();
        assertThat(answer.getIsFinal()).isTrue();
        assertThat(server.engine.gate().begun()).as("silence is never decoded").isEmpty();
    }

    @Test
    void streamTranscriptionsAnswersWithAFinalASegment() {
        List<TranscriptionResponse> answers = new ArrayList<>();
        server.blocking().streamTranscriptions(file(TWO_SENTENCES)).forEachRemaining(answers::add);

        assertThat(answers).extracting(TranscriptionResponse::getText).containsExactly("w30 w30", "w60 w60");
        assertThat(answers).allMatch(TranscriptionResponse::getIsFinal);
    }

    @Test
    void anUploadThatADrainEndsIsToBeSentAgainFromTheBeginning() {
        var answers = new Answers();
        StreamObserver<AudioChunk> upload = server.async().uploadAudio(answers);
        upload.onNext(AudioChunk.newBuilder()
                .setAudioData(TestAudio.sound(1, 50).concat(TestAudio.silence(2)))
                .build());
        upload.onNext(
                AudioChunk.newBuilder().setAudioData(TestAudio.sound(1, 50)).build());
        await().untilAsserted(() ->
                assertThat(server.metrics.scrape()).contains("audiostream_audio_received_seconds_total 4.0"));

        server.sessions.drainAll();

        assertThat(answers.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(ResumePoint.of(answers.failure())).isEqualTo("DRAINING 0");
        assertThat(answers.all()).isEmpty();
    }

    @Test
    void uploadAudioAnswersOnceWithTheWholeText() {
        var answers = new Answers();
        StreamObserver<AudioChunk> upload = server.async().uploadAudio(answers);
        upload.onNext(AudioChunk.newBuilder()
                .setAudioData(TWO_SENTENCES.substring(0, 50_001))
                .build());
        upload.onNext(AudioChunk.newBuilder()
                .setAudioData(TWO_SENTENCES.substring(50_001))
                .build());
        upload.onCompleted();

        assertThat(answers.status().getCode()).isEqualTo(Code.OK);
        assertThat(answers.all())
                .singleElement()
                .extracting(TranscriptionResponse::getText)
                .isEqualTo("w30 w30 w60 w60");
    }

    @Test
    void moreAudioThanMayWaitIsTakenInBitByBit() {
        ByteString tenMinutes = ByteString.EMPTY;
        // Sixteen different words: the same one over and over would be a loop.
        ByteString sentence = TestAudio.silence(2);
        for (int loudness = 50; loudness > 34; loudness--) {
            sentence = TestAudio.sound(0.5, loudness).concat(sentence);
        }
        for (int i = 0; i < 60; i++) {
            tenMinutes = tenMinutes.concat(sentence);
        }
        List<TranscriptionResponse> answers = new ArrayList<>();
        server.blocking().streamTranscriptions(file(tenMinutes)).forEachRemaining(answers::add);

        assertThat(answers)
                .hasSize(60)
                .allSatisfy(answer -> assertThat(answer.getText().split(" ")).hasSize(16));
    }

    private static AudioFile file(ByteString audio) {
        return AudioFile.newBuilder()
                .setAudioData(audio)
                .setFilename("speech.raw")
                .build();
    }
}
