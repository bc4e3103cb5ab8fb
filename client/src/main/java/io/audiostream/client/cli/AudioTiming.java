package io.audiostream.client.cli;

import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * How bytes of audio relate to time; for pace and progress only. What can't be read here is taken as the contract's
 * default and sent as it is: the service judges the audio, and says better what is wrong with it.
 *
 * @param headerBytes bytes before the first sample
 * @param bytesPerSecond bytes of one second of audio
 */
record AudioTiming(int headerBytes, int bytesPerSecond) {

    /** How much of a file's beginning to show {@link #of}. */
    static final int LOOK_AHEAD_BYTES = 4096;

    private static final int DEFAULT_RATE_HERTZ = 16_000;
    private static final int RIFF_HEADER_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int MIN_RATE_HERTZ = 8_000;
    private static final int MAX_RATE_HERTZ = 48_000;

    /**
     * Finds the timing of audio.
     *
     * @param beginning its first bytes
     * @param metadata what the user says about it
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
        return plausible(rate, channels)
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
        return plausible(rate, channels) && (bits == Short.SIZE || bits == Float.SIZE)
                ? rate * channels * bits / Byte.SIZE
                : 0;
    }

    /** A header that says one hertz must not make a sender wait for a day to be told that it is wrong. */
    private static boolean plausible(int rateHertz, int channels) {
        return rateHertz >= MIN_RATE_HERTZ && rateHertz <= MAX_RATE_HERTZ && channels >= 1 && channels <= 2;
    }

    private static String tag(byte[] bytes, int at) {
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }

    /** Where in the audio a number of bytes from the file's beginning ends. */
    Duration position(long bytes) {
        double seconds = Math.max(0, bytes - headerBytes) / (double) bytesPerSecond;
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
