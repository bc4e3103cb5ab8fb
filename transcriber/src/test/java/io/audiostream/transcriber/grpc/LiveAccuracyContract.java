package io.audiostream.transcriber.grpc;

import static io.audiostream.transcriber.session.TestTimeouts.ENGINE_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.AudioStreamServiceGrpc;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.proto.Word;
import io.audiostream.transcriber.engine.Speech;
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
import java.util.Random;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the text of live streams with the text of the whole recordings. All recordings are streamed concurrently,
 * with the decoder as their clock: the next 100 ms are sent when the decodes of the previous ones have ended. So the
 * results are those of a machine that keeps up with real time, at any speed of the machine.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LiveAccuracyContract {

    private static final int BYTES_PER_SECOND = 32_000;
    private static final int BYTES_PER_SAMPLE = 2;
    private static final int CHUNK_BYTES = BYTES_PER_SECOND / 10;

    private static final Recording JFK = clip("jfk", "en", """
            And so, my fellow Americans, ask not what your country can do for you, ask what you can do for your country.""");
    private static final Recording COUNTING =
            clip("en_counting", "en", "One two three four five six seven eight nine ten.");
    private static final Recording PANGRAM =
            clip("es_pangrama", "es", "El veloz murciélago hindú comía feliz cardillo y kiwi.");

    private final List<Recording> recordings =
            List.of(JFK, COUNTING, PANGRAM, JFK.then(COUNTING, 0), COUNTING.then(JFK, 0.003));

    private RealServer server;
    private List<ResponseRecorder> live;

    private record Recording(String text, String language, ByteString pcm) {

        /** Returns this recording, two seconds of noise or silence, and the other recording. */
        Recording then(Recording other, double noise) {
            var random = new Random(5);
            byte[] between = new byte[2 * BYTES_PER_SECOND];
            for (int i = 0; i < between.length; i += 2) {
                int sample = (int) Math.round(random.nextGaussian() * noise * Short.MAX_VALUE);
                between[i] = (byte) sample;
                between[i + 1] = (byte) (sample >> 8);
            }
            return new Recording(
                    text + " " + other.text,
                    language,
                    pcm.concat(ByteString.copyFrom(between)).concat(other.pcm));
        }

        AudioMetadata metadata() {
            return AudioMetadata.newBuilder()
                    .setLanguage(language)
                    .setWordTimestamps(true)
                    .build();
        }
    }

    private static Recording clip(String name, String language, String text) {
        byte[] file = Speech.file(name);
        return new Recording(text, language, ByteString.copyFrom(file, 44, file.length - 44));
    }

    abstract RealServer start() throws IOException;

    @BeforeAll
    void streamRecordings() throws IOException {
        server = start();
        List<LiveStream> streams = recordings.stream().map(LiveStream::new).toList();
        long sentSamples = 0;
        while (streams.stream().anyMatch(LiveStream::hasNext)) {
            for (LiveStream stream : streams) {
                sentSamples += stream.sendNext();
            }
            server.awaitIdle(sentSamples);
        }
        live = streams.stream().map(stream -> stream.responses).toList();
        live.forEach(responses ->
                assertThat(responses.status(ENGINE_TIMEOUT).getCode()).isEqualTo(Code.OK));
    }

    /** Sends a recording in chunks of 100 ms. */
    private final class LiveStream {

        private final Recording recording;
        private final ResponseRecorder responses = new ResponseRecorder();
        private final StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);
        private int sentBytes;

        LiveStream(Recording recording) {
            this.recording = recording;
        }

        boolean hasNext() {
            return sentBytes < recording.pcm.size();
        }

        /** Sends the next chunk, if any, and returns its number of samples. */
        int sendNext() {
            if (!hasNext()) {
                return 0;
            }
            int from = sentBytes;
            sentBytes = Math.min(from + CHUNK_BYTES, recording.pcm.size());
            AudioChunk.Builder chunk = AudioChunk.newBuilder().setAudioData(recording.pcm.substring(from, sentBytes));
            if (from == 0) {
                chunk.setMetadata(recording.metadata());
            }
            stream.onNext(chunk.build());
            if (!hasNext()) {
                stream.onCompleted();
            }
            return (sentBytes - from) / BYTES_PER_SAMPLE;
        }
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
            words += WordErrors.words(recording.text).size();
            liveErrors += WordErrors.count(recording.text, liveText);
            wholeErrors += WordErrors.count(recording.text, wholeText);
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
                        .setAudioData(recording.pcm)
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

    /** Sends the next audio when the interim of the previous audio has arrived. */
    @Test
    void settlesTextBeforeSegmentEnds() {
        // given
        var responses = new ResponseRecorder();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(responses);
        int from = 0;

        // when
        for (int to = BYTES_PER_SECOND * 3 / 2; to < PANGRAM.pcm.size(); to += BYTES_PER_SECOND * 4 / 5) {
            int before = responses.interims().size();
            stream.onNext(AudioChunk.newBuilder()
                    .setMetadata(PANGRAM.metadata())
                    .setAudioData(PANGRAM.pcm.substring(from, to))
                    .build());
            Awaitility.await()
                    .atMost(ENGINE_TIMEOUT)
                    .until(() -> responses.interims().size() > before);
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
            long seconds = recordings.get(i).pcm.size() / BYTES_PER_SECOND + 1;
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
