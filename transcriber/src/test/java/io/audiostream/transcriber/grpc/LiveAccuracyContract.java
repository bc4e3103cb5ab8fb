package io.audiostream.transcriber.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real speech at its pace, all recordings at once: what is heard live, beside what is heard in the whole recording. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LiveAccuracyContract {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int BYTES_PER_SECOND = 32_000;
    private static final int CHUNK = BYTES_PER_SECOND / 10;

    private static final Recording JFK = clip("jfk", "en", """
            And so, my fellow Americans, ask not what your country can do for you, ask what you can do for your country.""");
    private static final Recording COUNTING =
            clip("en_counting", "en", "One two three four five six seven eight nine ten.");
    private static final Recording PANGRAM =
            clip("es_pangrama", "es", "El veloz murciélago hindú comía feliz cardillo y kiwi.");

    private final List<Recording> recordings =
            List.of(JFK, COUNTING, PANGRAM, JFK.then(COUNTING, 0), COUNTING.then(JFK, 0.003));

    private RealServer server;
    private List<Answers> live;

    private record Recording(String text, String language, ByteString pcm) {

        /** With two seconds of noise, or silence, before the other. */
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
    void speak() throws IOException {
        server = start();
        try (ScheduledExecutorService clock = Executors.newScheduledThreadPool(1)) {
            live = recordings.stream().map(recording -> speak(recording, clock)).toList();
            live.forEach(
                    answers -> assertThat(answers.status(TIMEOUT).getCode()).isEqualTo(Code.OK));
            clock.shutdownNow();
        }
    }

    private Answers speak(Recording recording, ScheduledExecutorService clock) {
        var answers = new Answers();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(answers);
        int[] sent = {0};
        var _ = clock.scheduleAtFixedRate(
                () -> {
                    int from = sent[0];
                    int to = Math.min(from + CHUNK, recording.pcm.size());
                    if (from < to) {
                        AudioChunk.Builder chunk =
                                AudioChunk.newBuilder().setAudioData(recording.pcm.substring(from, to));
                        stream.onNext(
                                from == 0
                                        ? chunk.setMetadata(recording.metadata())
                                                .build()
                                        : chunk.build());
                        sent[0] = to;
                        if (to == recording.pcm.size()) {
                            stream.onCompleted();
                        }
                    }
                },
                100,
                100,
                TimeUnit.MILLISECONDS);
        return answers;
    }

    @AfterAll
    void close() throws InterruptedException {
        server.close();
    }

    @Test
    void atMostTwoOfAHundredWordsMoreAreWrongThanInTheWholeRecording() {
        int words = 0;
        int wrongLive = 0;
        int wrongWhole = 0;
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < recordings.size(); i++) {
            Recording recording = recordings.get(i);
            String inAll = whole(recording);
            String atOnce = text(live.get(i));
            words += WordErrors.words(recording.text).size();
            wrongLive += WordErrors.between(recording.text, atOnce);
            wrongWhole += WordErrors.between(recording.text, inAll);
            heard.add("live: " + atOnce + "\nwhole: " + inAll);
        }

        assertThat((wrongLive - wrongWhole) * 100.0 / words)
                .as("%d words wrong live and %d in the whole, of %d:%n%s", wrongLive, wrongWhole, words, heard)
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
    void whatIsNoSpeechIsNoText(float[] sound) {
        ByteBuffer pcm = ByteBuffer.allocate(sound.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : sound) {
            pcm.putShort((short) Math.round(Math.clamp(sample, -1, 1) * Short.MAX_VALUE));
        }
        var answers = new Answers();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(answers);
        stream.onNext(AudioChunk.newBuilder()
                .setAudioData(ByteString.copyFrom(pcm.flip()))
                .build());
        stream.onCompleted();

        assertThat(answers.status(TIMEOUT).getCode()).isEqualTo(Code.OK);
        assertThat(answers.all()).allMatch(response -> response.getText().isEmpty());
    }

    private String whole(Recording recording) {
        return AudioStreamServiceGrpc.newBlockingStub(server.channel)
                .withDeadlineAfter(TIMEOUT)
                .transcribeAudio(AudioFile.newBuilder()
                        .setAudioData(recording.pcm)
                        .setMetadata(recording.metadata())
                        .build())
                .getText();
    }

    private static String text(Answers answers) {
        return answers.finals().stream().map(TranscriptionResponse::getText).collect(Collectors.joining(" "));
    }

    @Test
    void whatIsSettledStays() {
        for (Answers answers : live) {
            Map<Integer, String> settled = new HashMap<>();
            for (TranscriptionResponse response : answers.all()) {
                int segment = response.getMetadata().getSegmentIndex();
                String text = response.getText();
                assertThat(text).startsWith(settled.getOrDefault(segment, ""));
                int length = response.getMetadata().getSettledLength();
                assertThat(length).isLessThanOrEqualTo(text.codePointCount(0, text.length()));
                settled.put(segment, text.substring(0, text.offsetByCodePoints(0, length)));
            }
        }
    }

    /**
     * Spoken as fast as it is decoded: an engine that can't keep up with the pace of speech rightly leaves out
     * interims.
     */
    @Test
    void textSettlesBeforeTheSegmentEnds() {
        var answers = new Answers();
        StreamObserver<AudioChunk> stream = server.async().streamAudio(answers);
        int from = 0;
        for (int to = BYTES_PER_SECOND * 3 / 2; to < PANGRAM.pcm.size(); to += BYTES_PER_SECOND * 4 / 5) {
            int before = answers.interims().size();
            stream.onNext(AudioChunk.newBuilder()
                    .setMetadata(PANGRAM.metadata())
                    .setAudioData(PANGRAM.pcm.substring(from, to))
                    .build());
            await().atMost(TIMEOUT).until(() -> answers.interims().size() > before);
            from = to;
        }
        stream.onCompleted();

        assertThat(answers.status(TIMEOUT).getCode()).isEqualTo(Code.OK);
        assertThat(answers.interims())
                .extracting(interim -> interim.getMetadata().getSettledLength())
                .anyMatch(length -> length > 0);
    }

    @Test
    void timesGoOnFromTheStreamsStart() {
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
