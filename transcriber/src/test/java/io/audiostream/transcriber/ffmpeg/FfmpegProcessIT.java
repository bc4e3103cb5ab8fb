package io.audiostream.transcriber.ffmpeg;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.CompressedFiles;
import io.audiostream.transcriber.audio.CompressedFormat;
import io.audiostream.transcriber.audio.Transcoder;
import io.audiostream.transcriber.engine.TestModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process may do, and that none is left behind. */
class FfmpegProcessIT {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final FfmpegProgram program = FfmpegProgram.load(TestModel.ffmpeg(), timer);

    @TempDir
    private Path folder;

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    @Test
    void isConfinedByTheKernel() throws Exception {
        awaitNothingLeft(); // of the test before
        try (var transcoder = program.start(CompressedFormat.WEBM, () -> {})) {
            // given
            ProcessHandle process = children().getFirst();
            Path proc = Path.of("/proc", Long.toString(process.pid()));

            // when / then
            await().untilAsserted(() -> assertThat(Files.readString(proc.resolve("status")))
                    .contains("NoNewPrivs:\t1\n")
                    .contains("Seccomp:\t2\n"));
            assertThat(Files.readString(proc.resolve("limits")))
                    .containsPattern("Max address space +536870912 ")
                    .containsPattern("Max core file size +0 ");
            assertThat(Files.readAllBytes(proc.resolve("environ"))).isEmpty();
            assertThat(transcoder.finished()).isFalse();
        }
        awaitNothingLeft();
    }

    @Test
    void opensNoFile() throws Exception {
        // given
        Path secret = Files.write(folder.resolve("speech.mp3"), CompressedFiles.read("counting.mp3"));

        // when
        Process process = new ProcessBuilder(
                        TestModel.ffmpeg().toString(),
                        "-loglevel",
                        "error",
                        "-f",
                        "mp3",
                        "-i",
                        secret.toString(),
                        "-f",
                        "wav",
                        "pipe:1")
                .start();
        String words = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        // then
        assertThat(process.waitFor()).isNotZero();
        assertThat(words).contains("Protocol not found");
    }

    @Test
    void leavesNothingAfterClose() {
        // given
        Transcoder transcoder = program.start(CompressedFormat.WEBM, () -> {});
        transcoder.write(ByteBuffer.wrap(CompressedFiles.read("counting.webm"), 0, 5_000));

        // when
        transcoder.close();

        // then
        awaitNothingLeft();
    }

    @Test
    void leavesNothingWhenItsOutputIsNotRead() throws AudioException {
        // given: enough speech to fill the queues of input and output
        Transcoder transcoder = program.start(CompressedFormat.AAC, () -> {});
        byte[] file = CompressedFiles.read("counting.aac");
        await().until(() -> {
            if (transcoder.accepts()) {
                transcoder.write(ByteBuffer.wrap(file));
            }
            return !transcoder.accepts() && transcoder.hasOutput();
        });

        // when
        transcoder.close();

        // then
        awaitNothingLeft();
    }

    @Test
    void leavesNothingAfterDamagedAudio() {
        // given
        try (var conversion = new Conversion(program)) {
            byte[] file = CompressedFiles.read("counting.flac");

            // when
            assertThatThrownBy(() -> conversion.decode(1_000, ByteBuffer.wrap(file, 0, 30_000)))
                    .isInstanceOf(AudioException.class);

            // then
            awaitNothingLeft();
        }
    }

    @Test
    void killsProcessThatMakesNoProgress() throws IOException {
        // given
        FfmpegProgram stuck = new FfmpegProgram(script("exec sleep 1000"), timer, Duration.ofMillis(100));
        try (var transcoder = stuck.start(CompressedFormat.MP3, () -> {})) {
            // when
            transcoder.end();

            // then
            await().until(transcoder::finished);
            assertThat(transcoder.problem())
                    .hasValueSatisfying(problem -> assertThat(problem).contains("no progress"));
        }
        awaitNothingLeft();
    }

    @Test
    void waitsForClientWithoutLimit() throws Exception {
        // given: a limit that has passed many times when the process is asked
        FfmpegProgram impatient = new FfmpegProgram(TestModel.ffmpeg(), timer, Duration.ofMillis(1));
        try (var transcoder = impatient.start(CompressedFormat.WEBM, () -> {})) {
            // when
            ProcessHandle process = children().getFirst();
            timer.schedule(() -> {}, 200, TimeUnit.MILLISECONDS).get();

            // then
            assertThat(process.isAlive()).isTrue();
            assertThat(transcoder.finished()).isFalse();
        }
    }

    @Test
    void namesProgramThatCannotBeStarted() throws IOException {
        // when / then
        assertThatThrownBy(() -> FfmpegProgram.load(folder.resolve("missing"), timer))
                .isInstanceOf(FfmpegException.class)
                .hasMessageContaining("missing cannot be started")
                .hasMessageContaining("dev/ffmpeg builds it");
        assertThatThrownBy(() -> FfmpegProgram.load(script("echo hello; exit 3"), timer))
                .isInstanceOf(FfmpegException.class)
                .hasMessageContaining("is no ffmpeg that runs here: -version exits with 3 and writes 'hello'");
    }

    private Path script(String commands) throws IOException {
        Path file = Files.writeString(folder.resolve("script"), "#!/bin/sh\n" + commands + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current().children().toList();
    }

    private static void awaitNothingLeft() {
        await().untilAsserted(() -> {
            assertThat(children()).isEmpty();
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("ffmpeg-"));
        });
    }
}
