package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real speech through the real Envoy into the real Whisper, and text back. */
class StreamingIT {

    private static LocalService service;

    @BeforeAll
    static void start() {
        service = LocalService.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void textComesBackWhileTheSpeakerStillSpeaks() {
        var answers = new Answers();
        try (Microphone microphone = Microphone.speak(service.async().streamAudio(answers), Recording.repeated(5))) {
            await().atMost(Duration.ofSeconds(50))
                    .until(() -> !answers.interims().isEmpty());

            assertThat(microphone.speaking()).isTrue();
            microphone.awaitSent(Recording.jfk().size());
        }

        assertThat(answers.status().getCode()).isEqualTo(Code.OK);
        assertThat(answers.words())
                .contains(
                        "my fellow americans", "what your country can do for you", "what you can do for your country");
        assertThat(answers.all()).allSatisfy(response -> {
            assertThat(response.getConfidence()).isGreaterThan(0).isLessThan(1);
            assertThat(response.getMetadata().getLanguage()).isNotEmpty();
        });
        assertThat(answers.all().stream()
                        .map(TranscriptionResponse::getConfidence)
                        .distinct())
                .as("confidences")
                .hasSizeGreaterThan(1);
    }

    @Test
    void whatIsSettledNeverChanges() {
        var answers = new Answers();
        try (Microphone microphone = Microphone.speak(service.async().streamAudio(answers), Recording.jfk())) {
            microphone.awaitSent(Recording.jfk().size());
        }
        answers.status();

        String settled = "";
        int segment = 0;
        for (TranscriptionResponse response : answers.all()) {
            if (response.getMetadata().getSegmentIndex() != segment) {
                segment = response.getMetadata().getSegmentIndex();
                settled = "";
            }
            assertThat(response.getText()).startsWith(settled);
            settled = response.getText().substring(0, response.getMetadata().getSettledLength());
        }
    }

    @Test
    void aBareWavFileNeedsNoMetadata() {
        TranscriptionResponse answer = service.blocking()
                .transcribeAudio(AudioFile.newBuilder()
                        .setAudioData(Recording.wav("jfk"))
                        .setFilename("jfk.wav")
                        .build());

        assertThat(Words.of(answer.getText()))
                .contains("ask not what your country can do for you ask what you can do for your country");
    }

    @Test
    void anotherLanguageIsHeardAsSuch() {
        TranscriptionResponse answer = service.blocking()
                .transcribeAudio(AudioFile.newBuilder()
                        .setAudioData(Recording.wav("es_pangrama"))
                        .build());

        assertThat(answer.getMetadata().getLanguage()).isEqualTo("es");
        assertThat(Words.of(answer.getText())).contains("feliz", "kiwi");
    }

    @Test
    void aRecordingComesBackSegmentBySegment() {
        List<TranscriptionResponse> segments = new ArrayList<>();
        service.blocking()
                .streamTranscriptions(AudioFile.newBuilder()
                        .setAudioData(Recording.repeated(3))
                        .setMetadata(
                                AudioMetadata.newBuilder().setLanguage("en").setWordTimestamps(true))
                        .build())
                .forEachRemaining(segments::add);

        assertThat(segments).hasSizeGreaterThanOrEqualTo(3).allMatch(TranscriptionResponse::getIsFinal);
        assertThat(segments.stream()
                        .flatMap(segment -> segment.getMetadata().getWordsList().stream())
                        .map(word -> Durations.toMillis(word.getStartTime())))
                .isSorted()
                .hasSizeGreaterThan(50);
    }

    @Test
    void anUploadIsAnsweredOnceWithAllOfItsText() {
        var answers = new Answers();
        StreamObserver<AudioChunk> upload = service.async().uploadAudio(answers);
        for (ByteString chunk : chunks(Recording.wav("jfk"), 7_777)) {
            upload.onNext(AudioChunk.newBuilder().setAudioData(chunk).build());
        }
        upload.onCompleted();

        assertThat(answers.status().getCode()).isEqualTo(Code.OK);
        assertThat(answers.all()).hasSize(1);
        assertThat(answers.words()).contains("what your country can do for you");
    }

    @Test
    void noiseAndSilenceGiveNoWords() {
        assertThat(service.blocking()
                        .transcribeAudio(AudioFile.newBuilder()
                                .setAudioData(ByteString.copyFrom(new byte[20 * Recording.SECOND]))
                                .build())
                        .getText())
                .isEmpty();
    }

    private static List<ByteString> chunks(ByteString audio, int size) {
        List<ByteString> chunks = new ArrayList<>();
        for (int from = 0; from < audio.size(); from += size) {
            chunks.add(audio.substring(from, Math.min(from + size, audio.size())));
        }
        return chunks;
    }
}
