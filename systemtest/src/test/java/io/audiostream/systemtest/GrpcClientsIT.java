package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.audiostream.systemtest.GrpcClient.Final;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clients in Python, Go and JavaScript that docs/clients shows. */
@ExtendWith(SharedLocalService.class)
class GrpcClientsIT {

    /** The text of eleven seconds. */
    private static final String TEXT = "And so my fellow Americans, ask not what your country can do for you,"
            + " ask what you can do for your country. ";

    private static final int REPEATS = 3;

    /** What the model makes of a speaker who counts to ten twice. */
    private static final String COUNTED = "1 2 3 4 5 6 7 8 9 10 ".repeat(2);

    private static final int WAV_HEADER_BYTES = 44;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void transcribesThroughEnvoy(GrpcClient client, LocalService service) {
        // when
        try (RunningProgram program = client.start(service.endpoint(), TestPaths.AUDIO.resolve("jfk.wav"))) {
            int exitCode = program.awaitExit();

            // then
            assertThat(exitCode).as(program::stderr).isZero();
            assertThat(text(GrpcClient.finals(program))).contains(Recording.PHRASE_TEXT);
            assertThat(program.stderr()).doesNotContain("resuming");
        }
    }

    @ParameterizedTest
    @EnumSource
    void resumesWhenTranscriberIsKilled(GrpcClient client) {
        try (var transcriber = new KilledTranscriber(folder.resolve("envoy"));
                RunningProgram program = client.start(transcriber.transcriberEndpoint(), repeatedRecording())) {
            // given
            awaitFinals(program, 2);

            // when
            transcriber.killAndRestart();

            // then
            assertThat(program.awaitExit()).as(program::stderr).isZero();
            assertThat(program.stderr()).contains("resuming from chunk");
            assertEachFinalOnce(TEXT.repeat(REPEATS), GrpcClient.finals(program));
        }
    }

    /**
     * The first channel has a final in the middle of the second channel's utterance, so the second call skips its
     * audio.
     */
    @ParameterizedTest
    @EnumSource
    void resumesEachChannelWhereItsFinalsEnd(GrpcClient client) {
        try (var transcriber = new KilledTranscriber(folder.resolve("envoy"));
                RunningProgram program = client.start(transcriber.transcriberEndpoint(), conversation())) {
            // given
            awaitFinals(program, 1);

            // when
            transcriber.killAndRestart();

            // then
            assertThat(program.awaitExit()).as(program::stderr).isZero();
            assertThat(program.stderr()).contains("resuming from chunk 0");
            List<Final> finals = GrpcClient.finals(program);
            assertThat(finals.getFirst().channel()).isEqualTo(1);
            assertEachFinalOnce(TEXT.repeat(2), ofChannel(1, finals));
            assertEachFinalOnce(COUNTED, ofChannel(2, finals));
        }
    }

    @Test
    void resumesWhenServiceDrains() {
        LocalService first = LocalService.start("  drainTimeout: 20s\n");
        String port = first.endpoint().substring(first.endpoint().lastIndexOf(':') + 1);
        try (RunningProgram program = GrpcClient.PYTHON.start(first.endpoint(), repeatedRecording())) {
            // given
            awaitFinals(program, 2);

            // when
            first.close();
            try (LocalService second = LocalService.start("", "--port", port)) {
                assertThat(program.awaitExit()).as(program::stderr).isZero();
            }

            // then
            assertThat(program.stderr()).contains("resuming from chunk");
            assertEachFinalOnce(TEXT.repeat(REPEATS), GrpcClient.finals(program));
        } finally {
            first.close();
        }
    }

    private static void awaitFinals(RunningProgram program, int count) {
        await().atMost(Timeouts.EVENT).until(() -> GrpcClient.finals(program).size() >= count || !program.isAlive());
    }

    /** The texts are those of the recording, and no final begins where another one is. */
    private static void assertEachFinalOnce(String spoken, List<Final> finals) {
        assertThat(finals).extracting(Final::startMillis).isSorted().doesNotHaveDuplicates();
        assertThat(WordErrorRate.percent(spoken, text(finals)))
                .as("word error rate of %s", finals)
                .isLessThan(5);
    }

    private static List<Final> ofChannel(int channel, List<Final> finals) {
        return finals.stream().filter(each -> each.channel() == channel).toList();
    }

    private static String text(List<Final> finals) {
        // The model may join numbers by hyphens.
        return TextNormalizer.normalize(
                finals.stream().map(each -> each.text().replace('-', ' ')).collect(Collectors.joining(" ")));
    }

    private Path repeatedRecording() {
        return wav(1, speeches(REPEATS));
    }

    /** The second speaker counts without a pause while the first one begins a speech, and is silent then. */
    private Path conversation() {
        ByteString first = speeches(2);
        ByteString counting = Recording.wav("en_counting").substring(WAV_HEADER_BYTES);
        ByteString second = counting.concat(counting);
        second = second.concat(ByteString.copyFrom(new byte[first.size() - second.size()]));
        ByteString.Output pcm = ByteString.newOutput(2 * first.size());
        for (int i = 0; i < first.size(); i += 2) {
            for (ByteString channel : List.of(first, second)) {
                pcm.write(channel.byteAt(i));
                pcm.write(channel.byteAt(i + 1));
            }
        }
        return wav(2, pcm.toByteString());
    }

    private static ByteString speeches(int count) {
        ByteString once = Recording.jfk().concat(Recording.silence(Duration.ofSeconds(1)));
        ByteString pcm = ByteString.EMPTY;
        for (int i = 0; i < count; i++) {
            pcm = pcm.concat(once);
        }
        return pcm;
    }

    /** Writes a WAV file of 16 kHz 16-bit PCM. */
    private Path wav(int channels, ByteString pcm) {
        try {
            return Files.write(
                    folder.resolve("recording.wav"),
                    wavHeader(channels, pcm.size()).concat(pcm).toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteString wavHeader(int channels, int bytes) {
        ByteBuffer header = ByteBuffer.allocate(WAV_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        header.putShort((short) 1).putShort((short) channels).putInt(16_000);
        header.putInt(channels * Recording.BYTES_PER_SECOND);
        header.putShort((short) (2 * channels)).putShort((short) 16);
        header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        return ByteString.copyFrom(header.flip());
    }
}
