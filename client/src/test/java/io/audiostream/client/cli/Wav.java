package io.audiostream.client.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** WAV files of silence. */
final class Wav {

    private Wav() {}

    /** A file with a chunk of odd length before the samples, as real files have. */
    static byte[] withNote(int rateHertz, int channels, int bits, int dataBytes) {
        byte[] note = "odd".getBytes(StandardCharsets.US_ASCII);
        return file(rateHertz, channels, bits, dataBytes, note);
    }

    static byte[] file(int rateHertz, int channels, int bits, int dataBytes) {
        return file(rateHertz, channels, bits, dataBytes, new byte[0]);
    }

    private static byte[] file(int rateHertz, int channels, int bits, int dataBytes, byte[] note) {
        int noteBytes = note.length == 0 ? 0 : 8 + note.length + (note.length & 1);
        ByteBuffer out = ByteBuffer.allocate(44 + noteBytes + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(out.capacity() - 8).put(ascii("WAVE"));
        out.put(ascii("fmt "))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) channels)
                .putInt(rateHertz);
        out.putInt(rateHertz * channels * bits / 8)
                .putShort((short) (channels * bits / 8))
                .putShort((short) bits);
        if (note.length > 0) {
            out.put(ascii("note")).putInt(note.length).put(note).put(new byte[note.length & 1]);
        }
        out.put(ascii("data")).putInt(dataBytes);
        return out.array();
    }

    private static byte[] ascii(String tag) {
        return tag.getBytes(StandardCharsets.US_ASCII);
    }
}
