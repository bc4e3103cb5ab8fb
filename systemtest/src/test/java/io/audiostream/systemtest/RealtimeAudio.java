package io.audiostream.systemtest;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Recordings in the formats of OpenAI's Realtime protocol, as files without headers. */
final class RealtimeAudio {

    private static final int SAMPLE_RATE = 16_000;
    private static final int PCM_RATE = 24_000;
    private static final int MULAW_RATE = 8_000;
    private static final int MULAW_BIAS = 0x84;
    private static final int MULAW_MAX = 32_635;

    private RealtimeAudio() {}

    /** Writes 16-bit PCM of 16 kHz as PCM of 24 kHz. */
    static Path pcm(Path file, ByteString audio) {
        short[] samples = resample(audio, PCM_RATE);
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(samples);
        return write(file, bytes.array());
    }

    /** Writes 16-bit PCM of 16 kHz as µ-law of 8 kHz. */
    static Path mulaw(Path file, ByteString audio) {
        short[] samples = resample(audio, MULAW_RATE);
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            bytes[i] = mulaw(samples[i]);
        }
        return write(file, bytes);
    }

    /** Encodes a sample by ITU-T G.711: sign, exponent and mantissa, inverted. */
    private static byte mulaw(short sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs((int) sample), MULAW_MAX) + MULAW_BIAS;
        int exponent = 31 - Integer.numberOfLeadingZeros(magnitude >> 7);
        int mantissa = magnitude >> exponent + 3 & 0x0F;
        return (byte) ~(sign | exponent << 4 | mantissa);
    }

    /** Interpolates linearly, which is good enough to recognize the words. */
    private static short[] resample(ByteString audio, int rate) {
        ShortBuffer samples =
                audio.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        short[] resampled = new short[(int) ((long) (samples.remaining() - 1) * rate / SAMPLE_RATE)];
        for (int i = 0; i < resampled.length; i++) {
            double position = (double) i * SAMPLE_RATE / rate;
            int before = (int) position;
            double weight = position - before;
            resampled[i] = (short) Math.round(samples.get(before) * (1 - weight) + samples.get(before + 1) * weight);
        }
        return resampled;
    }

    private static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
