package io.audiostream.client.cli;

import static io.audiostream.client.Responses.interim;
import static io.audiostream.client.Responses.result;
import static java.util.stream.Collectors.reducing;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.client.TestService;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.proto.Task;
import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TranscribeCommandTest {

    private static final byte[] ONE_SECOND = Wav.file(16_000, 1, 16, 32_000);

    @TempDir
    private Path folder;

    private String file;

    @BeforeEach
    void writeRecording() throws Exception {
        file = Files.write(folder.resolve("speech.wav"), ONE_SECOND).toString();
    }

    @Test
    void printsFinalsToStandardOutputAndInterimsToStandardError() {
        // given
        try (TestService service = TestService.answering(
                interim("hello"), interim("hello"), interim("hello world"), result("Hello world."), result("Bye."))) {
            // when
            CommandRun run = CommandRun.transcribe(service.endpoint(), "--fast", file);

            // then
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo("Hello world.\nBye.\n");
            assertThat(run.err().lines()).containsExactly("hello", "hello world");
        }
    }

    @Test
    void printsOnlyFinalsWithQuiet() {
        // given
        try (TestService service = TestService.answering(interim("hello"), result("Hello."))) {
            // when
            CommandRun run = CommandRun.transcribe(service.endpoint(), "--fast", "--quiet", file);

            // then
            assertThat(run.out()).isEqualTo("Hello.\n");
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void redrawsInterimsOnTerminalAndClearsThemBeforeFinal() {
        // given
        try (TestService service = TestService.answering(interim("hello there"), result("Hello there."))) {
            // when
            CommandRun run = CommandRun.transcribe(
                    service.endpoint(), OptionalInt.of(9), InputStream.nullInputStream(), "--fast", file);

            // then
            assertThat(run.out()).isEqualTo("Hello there.\n");
            assertThat(run.err()).isEqualTo("\r\u001B[K…o there\r\u001B[K");
        }
    }

    @Test
    void showsPositionOfFinalTextWithFast() throws Exception {
        // given
        String minute = Files.write(folder.resolve("minute.wav"), Wav.file(16_000, 1, 16, 60 * 32_000))
                .toString();
        TranscriptionResponse half = result("Half.").toBuilder()
                .setMetadata(TranscriptionMetadata.newBuilder()
                        .setAudioCommitted(
                                com.google.protobuf.Duration.newBuilder().setSeconds(30)))
                .build();
        try (TestService service = TestService.answering(half)) {
            // when
            CommandRun run = CommandRun.transcribe(
                    service.endpoint(), OptionalInt.of(80), InputStream.nullInputStream(), "--fast", minute);

            // then
            assertThat(run.err()).isEqualTo("\r\u001B[K0:30 / 1:00 [##########          ]  50%  \r\u001B[K");
        }
    }

    @Test
    void printsSeparateChannelsInTheOrderOfSpeech() {
        // given: the service sends the short answer before the long question
        try (TestService service = TestService.answering(
                inChannel(2, 3, interim("Yes")),
                inChannel(2, 3, result("Yes.")),
                inChannel(1, 1, result("Are you?")))) {
            // when
            CommandRun run = CommandRun.transcribe(service.endpoint(), "--fast", "--separate-channels", file);

            // then
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo("Channel 1: Are you?\nChannel 2: Yes.\n");
            assertThat(run.err().lines()).containsExactly("Channel 2: Yes");
            assertThat(service.chunks().get(0).getMetadata().getSeparateChannels())
                    .isTrue();
        }
    }

    @Test
    void printsTurnsOfWholeRecording() {
        // given
        try (TestService service = TestService.answering(result("Channel 1: Are you?\nChannel 2: Yes."))) {
            // when
            CommandRun run = CommandRun.transcribe(service.endpoint(), "--file", "--separate-channels", file);

            // then
            assertThat(run.out()).isEqualTo("Channel 1: Are you?\nChannel 2: Yes.\n");
        }
    }

    @Test
    void refusesSubtitlesOfChannelsInOneCall() {
        // given
        try (TestService service = TestService.answering()) {
            // when
            CommandRun run = CommandRun.transcribe(
                    service.endpoint(), "--file", "--separate-channels", "--output-format", "srt", file);

            // then
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("leave out --file");
        }
    }

    private static TranscriptionResponse inChannel(int channel, int second, TranscriptionResponse result) {
        return result.toBuilder()
                .setMetadata(TranscriptionMetadata.newBuilder()
                        .setChannel(channel)
                        .setStartTime(com.google.protobuf.Duration.newBuilder().setSeconds(second)))
                .build();
    }

    @Test
    void streamsAtPaceOfSpeech() {
        // given
        try (TestService service = TestService.answering(result("Hello."))) {
            // when
            CommandRun run = CommandRun.transcribe(service.endpoint(), file);

            // then
            assertThat(run.exitCode()).isZero();
            assertThat(run.ticker().sleeps()).allMatch(sleep -> sleep.compareTo(Duration.ofMillis(100)) <= 0);
            assertThat(run.ticker().sleeps().stream().reduce(Duration.ZERO, Duration::plus))
                    .isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void sendsWithoutPauseWithFast() {
        // given
        try (TestService service = TestService.answering(result("Hello."))) {
            // when
            CommandRun run = CommandRun.transcribe(service.endpoint(), "--fast", file);

            // then
            assertThat(run.ticker().sleeps()).isEmpty();
        }
    }

    @Test
    void sendsEveryByteUnchangedEvenOfBrokenFile() {
        // given
        byte[] broken = {'R', 'I', 'F', 'F', 1, 2, 3};
        try (TestService service = TestService.answering(result("Hello."))) {
            // when
            CommandRun.transcribe(service.endpoint(), file);

            // then
            assertThat(audioOf(service)).isEqualTo(ByteString.copyFrom(ONE_SECOND));

            // when
            service.chunks().clear();
            CommandRun.transcribeInput(service.endpoint(), broken, "-");

            // then
            assertThat(audioOf(service)).isEqualTo(ByteString.copyFrom(broken));
        }
    }

    @Test
    void sendsOptionsAsMetadata() {
        // given
        try (TestService service = TestService.answering(result("Hello."))) {
            // when
            CommandRun.transcribe(
                    service.endpoint(),
                    "--fast",
                    "--language",
                    "de",
                    "--translate",
                    "--prompt",
                    "Envoy",
                    "--words",
                    "--encoding",
                    "f32le",
                    "--rate",
                    "8000",
                    "--channels",
                    "2",
                    file);

            // then
            assertThat(service.chunks().get(0).getMetadata())
                    .isEqualTo(AudioMetadata.newBuilder()
                            .setLanguage("de")
                            .setTask(Task.TASK_TRANSLATE)
                            .setPrompt("Envoy")
                            .setWordTimestamps(true)
                            .setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_F32LE)
                            .setSampleRateHertz(8000)
                            .setChannels(2)
                            .build());
        }
    }

    @Test
    void sendsLanguagesToChooseFrom() {
        // given
        try (TestService service = TestService.answering(result("Hello."))) {
            // when
            CommandRun.transcribe(service.endpoint(), "--fast", "--languages", "en,de-CH", "--languages=fr", file);

            // then
            assertThat(service.chunks().get(0).getMetadata())
                    .isEqualTo(AudioMetadata.newBuilder()
                            .addLanguages("en")
                            .addLanguages("de-CH")
                            .addLanguages("fr")
                            .build());
        }
    }

    @Test
    void sendsRecordingInOneCallWithFile() {
        // given
        try (TestService service = TestService.answering(result("Hello."))) {
            // when
            CommandRun run = CommandRun.transcribe(service.endpoint(), "--file", "--json", file);

            // then
            assertThat(run.out()).isEqualTo("{\"text\":\"Hello.\",\"isFinal\":true}\n");
            assertThat(service.chunks()).isEmpty();
            assertThat(service.files()).singleElement().satisfies(sent -> {
                assertThat(sent.getFilename()).isEqualTo("speech.wav");
                assertThat(sent.getAudioData()).isEqualTo(ByteString.copyFrom(ONE_SECOND));
            });
        }
    }

    @Test
    void reportsAudioWithoutSpeech() {
        // given
        try (TestService service = TestService.answering(result(""))) {
            // when
            CommandRun run = CommandRun.transcribe(service.endpoint(), "--fast", file);

            // then
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).isEqualTo("no speech was found in speech.wav\n");
        }
    }

    private static ByteString audioOf(TestService service) {
        return service.chunks().stream()
                .map(AudioChunk::getAudioData)
                .collect(reducing(ByteString.EMPTY, ByteString::concat));
    }
}
