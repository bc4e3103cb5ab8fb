package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes valid and invalid WAV files. */
public final class WavFiles {

    private WavFiles() {}

    static byte[] wav(int tag, int rate, int channels, int bits, byte[] data) {
        return concat(riff(), fmt(tag, rate, channels, bits), chunk("data", data.length, data));
    }

    static byte[] riff() {
        return concat(ascii("RIFF"), le32(0xFFFF_FFFF), ascii("WAVE"));
    }

    static byte[] fmt(int tag, int rate, int channels, int bits) {
        int frame = channels * bits / 8;
        var fmt = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        fmt.putShort((short) tag).putShort((short) channels).putInt(rate).putInt(rate * frame);
        fmt.putShort((short) frame).putShort((short) bits);
        return chunk("fmt ", 16, fmt.array());
    }

    /** A chunk whose header has the given size, which may differ from the body's. */
    static byte[] chunk(String name, long size, byte[] body) {
        return concat(ascii(name), le32((int) size), body);
    }

    static byte[] pcm16(int... samples) {
        var bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int sample : samples) {
            bytes.putShort((short) sample);
        }
        return bytes.array();
    }

    static byte[] floats(float... samples) {
        var bytes = ByteBuffer.allocate(samples.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : samples) {
            bytes.putFloat(sample);
        }
        return bytes.array();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] le32(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    public static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        var all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
