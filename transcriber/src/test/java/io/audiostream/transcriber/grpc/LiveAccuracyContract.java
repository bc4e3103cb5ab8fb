package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.ENGINE_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.proto.Word;
import io.audiostream.transcriber.silero.Sounds;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the text of live streams with the text of the whole recordings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LiveAccuracyContract {

    private static final int BYTES_PER_SECOND = Recording.BYTES_PER_SECOND;
    private static final Recording JFK = Recording.JFK;
    private static final Recording PANGRAM = Recording.PANGRAM;

    private final List<Recording> recordings = List.of(
            Recording.JFK,
            Recording.COUNTING,
            PANGRAM,
            Recording.JFK.then(Recording.COUNTING, 2, 0),
            Recording.COUNTING.then(Recording.JFK, 2, 0.003));

    private RealServer server;
    private List<ResponseRecorder> live;

    abstract RealServer start() throws IOException;

    @BeforeAll
    void streamRecordings() throws IOException {
        server = start();
        live = PacedStreams.run(
                server,
                recordings.stream()
                        .map(recording -> new PacedStreams.Request(recording.pcm(), recording.metadata()))
                        .toList());
    }

    @AfterAll
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void addsAtMostTwoPercentWordErrors() {
        // given
        int words = 0;
        int liveErrors = 0;
        int wholeErrors = 0;
        List<String> texts = new ArrayList<>();

        // when
        for (int i = 0; i < recordings.size(); i++) {
            Recording recording = recordings.get(i);
            String wholeText = transcribeWhole(recording);
            String liveText = text(live.get(i));
            words += WordErrors.words(recording.text()).size();
            liveErrors += WordErrors.count(recording.text(), liveText);
            wholeErrors += WordErrors.count(recording.text(), wholeText);
            texts.add("live: " + liveText + "\nwhole: " + wholeText);
        }

        // then
        assertThat((liveErrors - wholeErrors) * 100.0 / words)
                .as("%d word errors live and %d in the whole, of %d words:%n%s", liveErrors, wholeErrors, words, texts)
                .isLessThanOrEqualTo(2);
    }

    static List<Arguments> soundsWithoutSpeech() {
        return List.of(
                Arguments.argumentSet("loud noise", (Object) Sounds.noise(10, -25)),
                Arguments.argumentSet("gusts", (Object) Sounds.gusts(10)),
                Arguments.argumentSet("hum", (Object) Sounds.hum(10)),
                Arguments.argumentSet("music", (Object) Sounds.chords(10)),
                Arguments.argumentSet("drums", (Object) Sounds.drums(10)),
                Arguments.argumentSet("a telephone", (Object) Sounds.ringing(10)));
    }

    @ParameterizedTest
    @MethodSource("soundsWithoutSpeech")
    void sendsNoTextForSoundWithoutSpeech(float[] sound) {
        // given
        ByteBuffer pcm = ByteBuffer.allocate(sound.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : sound) {
            pcm.putShort((short) Math.round(Math.clamp(sample, -1, 1) * Short.MAX_VALUE));
        }
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);

        // when
        stream.onNext(AudioChunk.newBuilder()
                .setAudioData(ByteString.copyFrom(pcm.flip()))
                .build());
        stream.onCompleted();

        // then
        assertThat(responses.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.OK);
        assertThat(responses.all()).allMatch(response -> response.getText().isEmpty());
    }

    private String transcribeWhole(Recording recording) {
        return AudioStreamServiceGrpc.newBlockingStub(server.channel)
                .withDeadlineAfter(ENGINE_TIMEOUT)
                .transcribeAudio(AudioFile.newBuilder()
                        .setAudioData(recording.pcm())
                        .setMetadata(recording.metadata())
                        .build())
                .getText();
    }

    private static String text(ResponseRecorder responses) {
        return responses.finals().stream().map(TranscriptionResponse::getText).collect(Collectors.joining(" "));
    }

    @Test
    void keepsSettledText() {
        // then
        for (ResponseRecorder responses : live) {
            Map<Integer, String> settled = new HashMap<>();
            for (TranscriptionResponse response : responses.all()) {
                int segment = response.getMetadata().getSegmentIndex();
                String text = response.getText();
                assertThat(text).startsWith(settled.getOrDefault(segment, ""));
                int length = response.getMetadata().getSettledLength();
                assertThat(length).isLessThanOrEqualTo(text.codePointCount(0, text.length()));
                settled.put(segment, text.substring(0, text.offsetByCodePoints(0, length)));
            }
        }
    }

    /** Sends the next audio when the previous audio has been decoded. */
    @Test
    void settlesTextBeforeSegmentEnds() {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);
        long before = server.receivedSamples();
        int from = 0;

        // when
        for (int to = BYTES_PER_SECOND * 13 / 2; to < JFK.pcm().size(); to += BYTES_PER_SECOND * 4 / 5) {
            stream.onNext(AudioChunk.newBuilder()
                    .setMetadata(JFK.metadata())
                    .setAudioData(JFK.pcm().substring(from, to))
                    .build());
            server.awaitIdle(before + to / 2);
            from = to;
        }
        stream.onCompleted();

        // then
        assertThat(responses.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.OK);
        assertThat(responses.interims())
                .extracting(interim -> interim.getMetadata().getSettledLength())
                .anyMatch(length -> length > 0);
    }

    @Test
    void countsTimesFromStreamStart() {
        // then
        for (int i = 0; i < live.size(); i++) {
            long seconds = recordings.get(i).pcm().size() / BYTES_PER_SECOND + 1;
            long before = 0;
            for (TranscriptionResponse last : live.get(i).finals()) {
                assertThat(millis(last.getMetadata().getStartTime())).isGreaterThanOrEqualTo(before);
                assertThat(last.getMetadata().getWordsList()).isNotEmpty();
                for (Word word : last.getMetadata().getWordsList()) {
                    long begin = millis(word.getStartTime());
                    assertThat(begin).as(word.getText()).isGreaterThanOrEqualTo(before);
                    assertThat(millis(word.getEndTime())).isGreaterThanOrEqualTo(begin);
                    assertThat(word.getConfidence()).isBetween(0f, 1f).isNotZero();
                    before = millis(word.getEndTime());
                }
            }
            assertThat(before).isLessThanOrEqualTo(seconds * 1_000);
        }
    }

    private static long millis(com.google.protobuf.Duration time) {
        return Duration.ofSeconds(time.getSeconds(), time.getNanos()).toMillis();
    }
}
