package io.audiostream.client.cli;

import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Converts byte counts of audio to time, for pacing and progress only. Audio without a readable description counts as
 * the contract's default, 16 kHz mono 16-bit PCM. It is sent unchanged: the service validates it.
 *
 * @param headerBytes bytes before the first sample
 * @param bytesPerSecond bytes of one second of audio
 */
record AudioTiming(int headerBytes, int bytesPerSecond) {

    /** Bytes from the beginning of the audio that {@link #of} needs at most. */
    static final int LOOK_AHEAD_BYTES = 4096;

    private static final int DEFAULT_RATE_HERTZ = 16_000;
    private static final int RIFF_HEADER_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int MIN_RATE_HERTZ = 8_000;
    private static final int MAX_RATE_HERTZ = 48_000;

    /**
     * Finds the timing of audio.
     *
     * @param beginning first bytes of the audio, up to {@value #LOOK_AHEAD_BYTES}
     * @param metadata the user's description of the audio
     */
    static AudioTiming of(byte[] beginning, AudioMetadata metadata) {
        boolean raw = metadata.getEncoding() == AudioEncoding.AUDIO_ENCODING_PCM_S16LE
                || metadata.getEncoding() == AudioEncoding.AUDIO_ENCODING_PCM_F32LE;
        return !raw && isWav(beginning) ? ofWav(beginning, metadata) : ofRaw(metadata);
    }

    private static boolean isWav(byte[] bytes) {
        return bytes.length > RIFF_HEADER_BYTES
                && tag(bytes, 0).equals("RIFF")
                && tag(bytes, 8).equals("WAVE");
    }

    private static AudioTiming ofRaw(AudioMetadata metadata) {
        int sampleBytes = metadata.getEncoding() == AudioEncoding.AUDIO_ENCODING_PCM_F32LE ? Float.BYTES : Short.BYTES;
        int rate = metadata.getSampleRateHertz() == 0 ? DEFAULT_RATE_HERTZ : metadata.getSampleRateHertz();
        int channels = Math.max(1, metadata.getChannels());
        return isSupported(rate, channels)
                ? new AudioTiming(0, rate * channels * sampleBytes)
                : new AudioTiming(0, DEFAULT_RATE_HERTZ * Short.BYTES);
    }

    private static AudioTiming ofWav(byte[] bytes, AudioMetadata metadata) {
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int bytesPerSecond = 0;
        long at = RIFF_HEADER_BYTES;
        while (at + CHUNK_HEADER_BYTES <= bytes.length) {
            int body = (int) at + CHUNK_HEADER_BYTES;
            long size = Integer.toUnsignedLong(header.getInt((int) at + 4));
            String tag = tag(bytes, (int) at);
            if (tag.equals("fmt ") && body + 16 <= bytes.length) {
                bytesPerSecond = wavBytesPerSecond(header, body);
            } else if (tag.equals("data") && bytesPerSecond > 0) {
                return new AudioTiming(body, bytesPerSecond);
            }
            // Chunks are padded to an even length.
            at = body + size + (size & 1);
        }
        return bytesPerSecond > 0 ? new AudioTiming(0, bytesPerSecond) : ofRaw(metadata);
    }

    private static int wavBytesPerSecond(ByteBuffer header, int body) {
        int channels = header.getShort(body + 2);
        int rate = header.getInt(body + 4);
        int bits = header.getShort(body + 14);
        return isSupported(rate, channels) && (bits == Short.SIZE || bits == Float.SIZE)
                ? rate * channels * bits / Byte.SIZE
                : 0;
    }

    /** Bounds of the contract. Paced by a header of 1 Hz, a sender would wait hours for the service's error. */
    private static boolean isSupported(int rateHertz, int channels) {
        return rateHertz >= MIN_RATE_HERTZ && rateHertz <= MAX_RATE_HERTZ && channels >= 1 && channels <= 2;
    }

    private static String tag(byte[] bytes, int at) {
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }

    /** The position in the audio after this many bytes, counted from the beginning of the file. */
    Duration position(long bytes) {
        double seconds = Math.max(0, bytes - headerBytes) / (double) bytesPerSecond;
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
