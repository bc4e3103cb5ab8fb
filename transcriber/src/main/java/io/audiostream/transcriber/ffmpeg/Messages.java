package io.audiostream.transcriber.ffmpeg;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Collects the beginning of what a process writes to its standard error, and drops the rest. Thread-safe. */
final class Messages {

    private static final int MAX_BYTES = 4 << 10;
    private static final int MAX_LINES = 2;
    private static final int MAX_LENGTH = 200;

    /** The part of ffmpeg that reports, such as {@code [mp3float @ 0x55d0c8]}. */
    private static final Pattern SOURCE = Pattern.compile("^\\[[^]]* @ 0x[0-9a-f]+] *");

    /** How ffmpeg says that a file has no audio, with an option of its own as the remedy. */
    private static final Pattern NO_AUDIO = Pattern.compile("^Stream map '.*' matches no streams\\.?$");

    private static final Pattern REMEDY = Pattern.compile("^To ignore this, add a trailing .*");

    @GuardedBy("this")
    private final StringBuilder collected = new StringBuilder();

    /** Reads a stream to its end. */
    void read(InputStream stream) {
        try (stream) {
            byte[] bytes = new byte[MAX_BYTES];
            for (int read = stream.read(bytes); read >= 0; read = stream.read(bytes)) {
                add(new String(bytes, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            add("its messages cannot be read: " + e.getMessage());
        }
    }

    synchronized void add(String text) {
        collected.append(text, 0, Math.min(text.length(), MAX_BYTES - collected.length()));
    }

    synchronized boolean isEmpty() {
        return collected.toString().isBlank();
    }

    /** Returns the first lines, without control characters. */
    synchronized String text() {
        List<String> lines = collected
                .toString()
                .lines()
                .map(line -> SOURCE.matcher(line).replaceFirst(""))
                .map(line -> line.replaceAll("[^ -~]", "?").strip())
                .map(line ->
                        NO_AUDIO.matcher(line).replaceFirst("the file has no audio, such as a video without sound"))
                .map(line -> REMEDY.matcher(line).replaceFirst(""))
                .filter(line -> !line.isEmpty())
                .distinct()
                .limit(MAX_LINES)
                .toList();
        String text = String.join("; ", lines);
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
    }
}
