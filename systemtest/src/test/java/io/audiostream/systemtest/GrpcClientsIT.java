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
            assertEachFinalOnce(GrpcClient.finals(program));
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
            assertEachFinalOnce(GrpcClient.finals(program));
        } finally {
            first.close();
        }
    }

    private static void awaitFinals(RunningProgram program, int count) {
        await().atMost(Timeouts.EVENT).until(() -> GrpcClient.finals(program).size() >= count || !program.isAlive());
    }

    /** The texts are those of the recording, and no final begins where another one is. */
    private static void assertEachFinalOnce(List<Final> finals) {
        assertThat(finals).extracting(Final::startMillis).isSorted().doesNotHaveDuplicates();
        assertThat(WordErrorRate.percent(TEXT.repeat(REPEATS), text(finals)))
                .as("word error rate of %s", finals)
                .isLessThan(5);
    }

    private static String text(List<Final> finals) {
        return TextNormalizer.normalize(finals.stream().map(Final::text).collect(Collectors.joining(" ")));
    }

    private Path repeatedRecording() {
        ByteString once = Recording.jfk().concat(Recording.silence(Duration.ofSeconds(1)));
        ByteString pcm = ByteString.EMPTY;
        for (int i = 0; i < REPEATS; i++) {
            pcm = pcm.concat(once);
        }
        try {
            return Files.write(
                    folder.resolve("repeated.wav"),
                    wavHeader(pcm.size()).concat(pcm).toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the header of a WAV file of 16 kHz mono 16-bit PCM. */
    private static ByteString wavHeader(int bytes) {
        ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        header.putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(Recording.BYTES_PER_SECOND);
        header.putShort((short) 2).putShort((short) 16);
        header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        return ByteString.copyFrom(header.flip());
    }
}
