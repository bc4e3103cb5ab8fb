package io.audiostream.transcriber.ffmpeg;

import io.audiostream.transcriber.audio.CompressedFormat;
import io.audiostream.transcriber.audio.Transcoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The program ffmpeg, as dev/ffmpeg builds it: it has audio decoders only, and the kernel lets it do nothing but read
 * its input and write its output. The caller names the format, so ffmpeg does not choose one by the bytes. Thread-safe.
 */
public final class FfmpegProgram implements Transcoder.Factory {

    private static final Duration NO_PROGRESS_TIMEOUT = Duration.ofSeconds(60);

    private final Path path;
    private final ScheduledExecutorService timer;
    private final Duration timeout;

    /** @param timeout time without progress after which a process is killed */
    FfmpegProgram(Path path, ScheduledExecutorService timer, Duration timeout) {
        this.path = path;
        this.timer = timer;
        this.timeout = timeout;
    }

    /**
     * Checks that the program runs.
     *
     * @param timer checks the progress of the processes
     * @throws FfmpegException if it does not
     */
    public static FfmpegProgram load(Path path, ScheduledExecutorService timer) {
        try {
            Process process = start(List.of(path.toString(), "-version"));
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String problem = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0 || !output.startsWith("ffmpeg version")) {
                throw new FfmpegException(
                        "%s is no ffmpeg that runs here: -version exits with %d and writes '%s'; dev/ffmpeg builds one"
                                .formatted(
                                        path,
                                        status,
                                        (output + problem).lines().findFirst().orElse("")));
            }
            return new FfmpegProgram(path, timer, NO_PROGRESS_TIMEOUT);
        } catch (IOException e) {
            throw new FfmpegException(
                    "%s cannot be started: %s; dev/ffmpeg builds it".formatted(path, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FfmpegException("interrupted while %s started".formatted(path), e);
        }
    }

    @Override
    public Transcoder start(CompressedFormat format, Runnable onProgress) {
        try {
            return new FfmpegProcess(start(command(format)), onProgress, timer, timeout);
        } catch (IOException e) {
            throw new FfmpegException("%s cannot be started: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static Process start(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        return builder.start();
    }

    /** Returns the command line, which holds nothing that a client sent. */
    private List<String> command(CompressedFormat format) {
        return List.of(
                path.toString(),
                "-nostdin",
                "-hide_banner",
                "-loglevel",
                "error",
                // A damaged frame ends the conversion. By default ffmpeg would leave it out.
                "-xerror",
                "-protocol_whitelist",
                "pipe",
                // A live stream is decoded from its first frame on.
                "-probesize",
                "32",
                "-analyzeduration",
                "0",
                "-f",
                demuxer(format),
                "-i",
                "pipe:0",
                "-map",
                "0:a:0",
                "-c:a",
                "pcm_s16le",
                // The samples follow each other: in joined files times begin again, which would end the conversion.
                "-async",
                "-1",
                "-bitexact",
                "-flush_packets",
                "1",
                "-f",
                "wav",
                "pipe:1");
    }

    private static String demuxer(CompressedFormat format) {
        return switch (format) {
            case MP3 -> "mp3";
            case AAC -> "aac";
            case FLAC -> "flac";
            case OGG -> "ogg";
            case WEBM -> "matroska";
            case MP4 -> "mov";
            case AMR -> "amr";
        };
    }
}
