package io.audiostream.client.cli;

import com.google.protobuf.ByteString;
import io.audiostream.client.AudioLayout;
import io.audiostream.client.AudioLayoutReader;
import io.audiostream.proto.AudioMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * Converts byte counts of audio to time, for pacing and progress only. Audio without a readable description counts as
 * the contract's default, 16 kHz mono 16-bit PCM. It is sent unchanged: the service validates it.
 *
 * @param headerBytes bytes before the first sample
 * @param bytesPerSecond bytes of one second of audio
 */
record AudioTiming(int headerBytes, int bytesPerSecond) {

    /** Bytes from the beginning of the audio that {@link #read} reads at most. A WAV file may begin with a picture. */
    static final int LOOK_AHEAD_BYTES = AudioLayoutReader.MAX_HEADER_BYTES;

    private static final int STEP_BYTES = 4096;

    /** Paced by a header of 1 Hz, a sender would wait hours for the service's error. */
    private static final int MIN_BYTES_PER_SECOND = 8_000;

    /** Below the bit rate of every speech codec. */
    private static final int MIN_COMPRESSED_BYTES_PER_SECOND = 50;

    /** Eight channels of 64 bits at 192 kHz. */
    private static final int MAX_BYTES_PER_SECOND = 8 * 8 * 192_000;

    private static final AudioTiming DEFAULT = of(AudioLayoutReader.raw(AudioMetadata.getDefaultInstance()));

    /**
     * Finds the timing of audio. Reads as many bytes as that takes.
     *
     * @param metadata the user's description of the audio
     */
    static AudioTiming read(InputStream audio, AudioMetadata metadata) throws IOException {
        var reader = new AudioLayoutReader(metadata);
        int left = LOOK_AHEAD_BYTES;
        while (reader.needsBytes() && left > 0) {
            byte[] next = audio.readNBytes(Math.min(STEP_BYTES, left));
            if (next.length == 0) {
                break;
            }
            left -= next.length;
            reader.accept(ByteString.copyFrom(next));
        }
        return of(reader.layout(), metadata);
    }

    /** The timing of compressed audio of this size and length, as if its bit rate were constant. */
    static AudioTiming average(long bytes, Duration length) {
        double perSecond = bytes * 1000.0 / Math.max(1, length.toMillis());
        return new AudioTiming(0, (int) Math.max(MIN_COMPRESSED_BYTES_PER_SECOND, perSecond));
    }

    /** The timing of raw PCM. */
    static AudioTiming of(AudioMetadata pcm) {
        return of(AudioLayoutReader.raw(pcm));
    }

    private static AudioTiming of(Optional<AudioLayout> found, AudioMetadata metadata) {
        return found.or(() -> Optional.of(AudioLayoutReader.raw(metadata)))
                .filter(layout -> layout.bytesPerSecond() >= MIN_BYTES_PER_SECOND
                        && layout.bytesPerSecond() <= MAX_BYTES_PER_SECOND)
                .map(AudioTiming::of)
                .orElse(DEFAULT);
    }

    private static AudioTiming of(AudioLayout layout) {
        return new AudioTiming(layout.header().size(), (int) layout.bytesPerSecond());
    }

    /** The position in the audio after this many bytes, counted from the beginning of the file. */
    Duration position(long bytes) {
        double seconds = Math.max(0, bytes - headerBytes) / (double) bytesPerSecond;
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
