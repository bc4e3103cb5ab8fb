package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.TIMEOUT;
import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
    void keepsOrderOfSegmentsDecodedOutOfOrder() throws Exception {
        // given
        var secondDecoded = new CountDownLatch(1);
        server.engine.transform(transcript -> {
            if (transcript.text().startsWith("w50")) {
                awaitLatch(secondDecoded);
            } else {
                secondDecoded.countDown();
            }
            return transcript;
        });

        // when
        TranscriptionResponse response = server.blocking()
                .transcribeAudio(
                        file(TestAudio.sound(1, 50).concat(TestAudio.silence(3)).concat(TestAudio.sound(1, 60))));

        // then
        assertThat(response.getText()).isEqualTo("w50 w50 w60 w60");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void returnsWholeTextFromTranscribeAudio() {
        // when
        TranscriptionResponse response = server.blocking().transcribeAudio(file(TWO_SENTENCES));

        // then
        assertThat(response.getText()).isEqualTo("w30 w30 w60 w60");
        assertThat(response.getIsFinal()).isTrue();
        assertThat(response.getConfidence()).isCloseTo((float) FakeEngine.CONFIDENCE, within(1e-6f));
        assertThat(response.getSessionId()).isNotEmpty();
    }

    @Test
    void returnsNoTextWithoutSpeech() {
        // when
        TranscriptionResponse response = server.blocking().transcribeAudio(file(TestAudio.silence(5)));

        // then
        assertThat(response.getText()).isEmpty();
        assertThat(response.getConfidence()).isZero();
        assertThat(response.getIsFinal()).isTrue();
        assertThat(server.engine.gate().started())
                .as("silence is never decoded")
                .isEmpty();
    }

    @Test
    void returnsOneFinalPerSegmentFromStreamTranscriptions() {
        // when
        List<TranscriptionResponse> responses = new ArrayList<>();
        server.blocking().streamTranscriptions(file(TWO_SENTENCES)).forEachRemaining(responses::add);

        // then
        assertThat(responses).extracting(TranscriptionResponse::getText).containsExactly("w30 w30", "w60 w60");
        assertThat(responses).allMatch(TranscriptionResponse::getIsFinal);
    }

    @Test
    void resumesDrainedUploadFromBeginning() {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> upload = server.async().uploadAudio(responses);
        upload.onNext(AudioChunk.newBuilder()
                .setAudioData(TestAudio.sound(1, 50).concat(TestAudio.silence(2)))
                .build());
        upload.onNext(
                AudioChunk.newBuilder().setAudioData(TestAudio.sound(1, 50)).build());
        await().untilAsserted(() ->
                assertThat(server.metrics.scrape()).contains("audiostream_audio_received_seconds_total 4.0"));

        // when
        server.sessions.drainAll();

        // then
        assertThat(responses.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(ResumePoint.of(responses.failure())).isEqualTo("DRAINING 0");
        assertThat(responses.all()).isEmpty();
    }

    @Test
    void returnsWholeTextFromUploadAudio() {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> upload = server.async().uploadAudio(responses);

        // when
        upload.onNext(AudioChunk.newBuilder()
                .setAudioData(TWO_SENTENCES.substring(0, 50_001))
                .build());
        upload.onNext(AudioChunk.newBuilder()
                .setAudioData(TWO_SENTENCES.substring(50_001))
                .build());
        upload.onCompleted();

        // then
        assertThat(responses.status().getCode()).isEqualTo(Code.OK);
        assertThat(responses.all())
                .singleElement()
                .extracting(TranscriptionResponse::getText)
                .isEqualTo("w30 w30 w60 w60");
    }

    @Test
    void consumesRecordingLongerThanBacklogInParts() {
        // given
        ByteString tenMinutes = ByteString.EMPTY;
        // Sixteen different words, because repetitions of one word would be collapsed.
        ByteString sentence = TestAudio.silence(2);
        for (int loudness = 50; loudness > 34; loudness--) {
            sentence = TestAudio.sound(0.5, loudness).concat(sentence);
        }
        for (int i = 0; i < 60; i++) {
            tenMinutes = tenMinutes.concat(sentence);
        }

        // when
        List<TranscriptionResponse> responses = new ArrayList<>();
        server.blocking().streamTranscriptions(file(tenMinutes)).forEachRemaining(responses::add);

        // then
        assertThat(responses)
                .hasSize(60)
                .allSatisfy(
                        response -> assertThat(response.getText().split(" ")).hasSize(16));
    }

    private static AudioFile file(ByteString audio) {
        return AudioFile.newBuilder()
                .setAudioData(audio)
                .setFilename("speech.raw")
                .build();
    }
}
