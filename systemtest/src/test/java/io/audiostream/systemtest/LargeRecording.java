package io.audiostream.systemtest;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** {@link Recording#phrase} as a WAV file of more than 1 MiB: 48 kHz, stereo, 32-bit floats. */
final class LargeRecording {

    private static final int RATE = 48_000;
    private static final int CHANNELS = 2;
    private static final int FRAMES_PER_SAMPLE = RATE / 16_000;
    private static final int FRAME_BYTES = CHANNELS * Float.BYTES;
    private static final int HEADER_BYTES = 44;
    private static final int FORMAT_FLOAT = 3;

    private LargeRecording() {}

    static ByteString wav() {
        var samples = Recording.phrase().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        int dataBytes = samples.remaining() / Short.BYTES * FRAMES_PER_SAMPLE * FRAME_BYTES;
        var wav = ByteBuffer.allocate(HEADER_BYTES + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF"))
                .putInt(HEADER_BYTES - 8 + dataBytes)
                .put(ascii("WAVEfmt "))
                .putInt(16);
        wav.putShort((short) FORMAT_FLOAT)
                .putShort((short) CHANNELS)
                .putInt(RATE)
                .putInt(RATE * FRAME_BYTES);
        wav.putShort((short) FRAME_BYTES).putShort((short) Float.SIZE);
        wav.put(ascii("data")).putInt(dataBytes);
        while (samples.hasRemaining()) {
            float sample = samples.getShort() / 32_768f;
            for (int i = 0; i < FRAMES_PER_SAMPLE * CHANNELS; i++) {
                wav.putFloat(sample);
            }
        }
        return ByteString.copyFrom(wav.flip());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
