package io.audiostream.transcriber.ffmpeg;

/** Reports that ffmpeg cannot be run. The message names the program and the remedy. */
public final class FfmpegException extends RuntimeException {

    FfmpegException(String message, Throwable cause) {
        super(message, cause);
    }

    FfmpegException(String message) {
        super(message);
    }
}
