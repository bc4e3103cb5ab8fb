package io.audiostream.client;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * Where the samples of uncompressed audio are.
 *
 * @param header bytes before the first sample: of a WAV file its header, else empty
 * @param dataBytes size of the samples by the header of a WAV file; {@link #UNKNOWN_SIZE} if it is unknown
 * @param frameBytes bytes of one sample of all channels, at least 1
 * @param sampleRateHertz samples of a channel in a second, at least 1
 */
public record AudioLayout(ByteString header, long dataBytes, int frameBytes, int sampleRateHertz) {

    /** The size in the header of a WAV file whose writer did not know it. */
    public static final long UNKNOWN_SIZE = 0xFFFF_FFFFL;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    public AudioLayout {
        if (frameBytes < 1 || sampleRateHertz < 1) {
            throw new IllegalArgumentException("a layout has " + frameBytes + " bytes a frame and " + sampleRateHertz
                    + " Hz; both are at least 1");
        }
    }

    /** Bytes of one second of audio. */
    public long bytesPerSecond() {
        return (long) frameBytes * sampleRateHertz;
    }

    /** The position in the audio at a byte, which counts from the first byte of the header. */
    public Duration position(long bytes) {
        long samples = Math.max(0, bytes - header.size());
        long second = bytesPerSecond();
        return Duration.ofSeconds(samples / second, samples % second * NANOS_PER_SECOND / second);
    }

    /** Returns the first byte of the sample at a position. */
    long byteAt(Duration position) {
        long frames = position.getSeconds() * sampleRateHertz
                + (position.getNano() * (long) sampleRateHertz + NANOS_PER_SECOND / 2) / NANOS_PER_SECOND;
        return header.size() + frames * frameBytes;
    }

    /** Returns the header for audio that begins at a later byte: its size is that of the samples which are left. */
    ByteString headerFrom(long bytes) {
        if (header.isEmpty() || dataBytes == UNKNOWN_SIZE) {
            return header;
        }
        long left = dataBytes - (bytes - header.size());
        ByteBuffer size = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        size.putInt((int) left).flip();
        return header.substring(0, header.size() - Integer.BYTES).concat(ByteString.copyFrom(size));
    }

    /** Returns whether a byte follows the samples, as a second WAV file does. The layout does not describe it. */
    boolean isBehind(long bytes) {
        return dataBytes != UNKNOWN_SIZE && bytes >= header.size() + dataBytes;
    }
}
