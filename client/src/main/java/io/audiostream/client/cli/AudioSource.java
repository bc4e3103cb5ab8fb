package io.audiostream.client.cli;

import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The audio to send.
 *
 * @param name file name without folders, or a phrase for standard input; for messages
 * @param bytes the audio, from its first byte
 * @param timing converts byte counts to time
 * @param duration length of the audio; empty if unknown, as for a pipe
 */
record AudioSource(String name, InputStream bytes, AudioTiming timing, Optional<Duration> duration)
        implements AutoCloseable {

    static final String STANDARD_INPUT = "-";

    /**
     * Opens a file that {@link InputFiles} has checked, or standard input when its name is {@value #STANDARD_INPUT}.
     *
     * @throws IOException if it cannot be read; the message is for the user
     */
    static AudioSource open(String file, InputStream standardInput, AudioMetadata metadata) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return of("standard input", standardInput, metadata, Optional.empty());
        }
        Path path = Path.of(file);
        String name = String.valueOf(path.getFileName());
        if (!Files.isRegularFile(path)) {
            return of(name, Files.newInputStream(path), metadata, Optional.empty());
        }
        long size = Files.size(path);
        Optional<Duration> compressed = isPcm(metadata) ? Optional.empty() : CompressedLength.of(path);
        if (compressed.isPresent()) {
            return new AudioSource(
                    name,
                    new BufferedInputStream(Files.newInputStream(path)),
                    AudioTiming.average(size, compressed.get()),
                    compressed);
        }
        return of(name, Files.newInputStream(path), metadata, Optional.of(size));
    }

    private static boolean isPcm(AudioMetadata metadata) {
        return metadata.getEncoding() == AudioEncoding.AUDIO_ENCODING_PCM_S16LE
                || metadata.getEncoding() == AudioEncoding.AUDIO_ENCODING_PCM_F32LE;
    }

    /** Returns the length of a file; empty if it is not known. */
    static Optional<Duration> durationOf(String file, AudioMetadata metadata) throws IOException {
        try (AudioSource source = open(file, InputStream.nullInputStream(), metadata)) {
            return source.duration();
        }
    }

    private static AudioSource of(String name, InputStream in, AudioMetadata metadata, Optional<Long> size)
            throws IOException {
        var bytes = new BufferedInputStream(in);
        bytes.mark(AudioTiming.LOOK_AHEAD_BYTES);
        AudioTiming timing = AudioTiming.read(bytes, metadata);
        bytes.reset();
        return new AudioSource(name, bytes, timing, size.map(timing::position));
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
