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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real speech through the real Envoy to the real Whisper model. */
@ExtendWith(SharedLocalService.class)
class StreamingIT {

    /** More speech than the test sends: the live stream ends soon after its first interim. */
    private static final int LIVE_REPEATS = 30;

    /** The responses of one stream in real time, which several tests examine. */
    private static ResponseRecorder live;

    private static boolean sendingAtFirstInterim;

    private final LocalService service;

    StreamingIT(LocalService service) {
        this.service = service;
    }

    @BeforeAll
    static void streamLive(LocalService service) {
        live = new ResponseRecorder();
        try (PacedSender sender =
                PacedSender.start(service.asyncStub().streamAudio(live), Recording.repeated(LIVE_REPEATS))) {
            await().atMost(Timeouts.EVENT).until(() -> !live.interims().isEmpty());
            sendingAtFirstInterim = sender.isSending();
            sender.awaitSent(Recording.jfk().size());
        }
        live.awaitStatus();
    }

    @Test
    void sendsInterimsWhileTheClientStillSends() {
        // then
        assertThat(sendingAtFirstInterim).isTrue();
        assertThat(live.awaitStatus().getCode()).isEqualTo(Code.OK);
        assertThat(live.finalText())
                .contains("my fellow americans", Recording.PHRASE_TEXT, "what you can do for your country");
    }

    @Test
    void reportsLanguageAndConfidenceInEachResponse() {
        // then
        assertThat(live.responses()).allSatisfy(response -> {
            assertThat(response.getConfidence()).isGreaterThan(0).isLessThan(1);
            assertThat(response.getMetadata().getLanguage()).isNotEmpty();
        });
        assertThat(live.responses().stream()
                        .map(TranscriptionResponse::getConfidence)
                        .distinct())
                .as("confidences")
                .hasSizeGreaterThan(1);
    }

    @Test
    void neverChangesSettledText() {
        String settled = "";
        int segment = 0;
        for (TranscriptionResponse response : live.responses()) {
            // when
            if (response.getMetadata().getSegmentIndex() != segment) {
                segment = response.getMetadata().getSegmentIndex();
                settled = "";
            }

            // then
            assertThat(response.getText()).startsWith(settled);
            settled = response.getText().substring(0, response.getMetadata().getSettledLength());
        }
    }

    @Test
    void transcribesWavFileWithoutMetadata() {
        // when
        var response = service.blockingStub()
                .transcribeAudio(AudioFile.newBuilder()
                        .setAudioData(Recording.wav("jfk"))
                        .setFilename("jfk.wav")
                        .build());

        // then
        assertThat(TextNormalizer.normalize(response.getText()))
                .contains("ask not what your country can do for you ask what you can do for your country");
    }

    @Test
    void detectsLanguage() {
        // when
        var response = service.blockingStub()
                .transcribeAudio(AudioFile.newBuilder()
                        .setAudioData(Recording.wav("es_pangrama"))
                        .build());

        // then
        assertThat(response.getMetadata().getLanguage()).isEqualTo("es");
        assertThat(TextNormalizer.normalize(response.getText())).contains("feliz", "kiwi");
    }

    @Test
    void sendsEachSegmentOfRecording() {
        // when
        List<TranscriptionResponse> segments = new ArrayList<>();
        service.blockingStub()
                .streamTranscriptions(AudioFile.newBuilder()
                        .setAudioData(Recording.repeated(3))
                        .setMetadata(
                                AudioMetadata.newBuilder().setLanguage("en").setWordTimestamps(true))
                        .build())
                .forEachRemaining(segments::add);

        // then
        assertThat(segments).hasSizeGreaterThanOrEqualTo(3).allMatch(TranscriptionResponse::getIsFinal);
        assertThat(segments.stream()
                        .flatMap(segment -> segment.getMetadata().getWordsList().stream())
                        .map(word -> Durations.toMillis(word.getStartTime())))
                .isSorted()
                .hasSizeGreaterThan(50);
    }

    @Test
    void answersUploadWithOneResponse() {
        // when
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> upload = service.asyncStub().uploadAudio(responses);
        for (ByteString chunk : chunks(Recording.wav("jfk"), 7_777)) {
            upload.onNext(AudioChunk.newBuilder().setAudioData(chunk).build());
        }
        upload.onCompleted();

        // then
        assertThat(responses.awaitStatus().getCode()).isEqualTo(Code.OK);
        assertThat(responses.responses()).hasSize(1);
        assertThat(responses.finalText()).contains(Recording.PHRASE_TEXT);
    }

    @Test
    void findsNoWordsInSilence() {
        // when
        var response = service.blockingStub()
                .transcribeAudio(AudioFile.newBuilder()
                        .setAudioData(ByteString.copyFrom(new byte[20 * Recording.BYTES_PER_SECOND]))
                        .build());

        // then
        assertThat(response.getText()).isEmpty();
    }

    private static List<ByteString> chunks(ByteString audio, int size) {
        List<ByteString> chunks = new ArrayList<>();
        for (int from = 0; from < audio.size(); from += size) {
            chunks.add(audio.substring(from, Math.min(from + size, audio.size())));
        }
        return chunks;
    }
}
