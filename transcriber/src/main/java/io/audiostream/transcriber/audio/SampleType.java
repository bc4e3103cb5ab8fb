package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;

/**
 * Encoding of one sample. U8 is an unsigned integer, F32 a float, MULAW and ALAW are of G.711, and the others are
 * signed integers. All are little-endian.
 */
enum SampleType {
    U8(1),
    S16(2),
    S24(3),
    S32(4),
    F32(4),
    MULAW(1),
    ALAW(1);

    private final int bytes;

    SampleType(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    /**
     * Reads a sample, -1 to 1. Floats beyond are clamped.
     *
     * @param in a little-endian buffer
     * @throws AudioException when the sample is not a finite number
     */
    float read(ByteBuffer in) throws AudioException {
        return switch (this) {
            case U8 -> ((in.get() & 0xFF) - 128) / 128f;
            case S16 -> in.getShort() / 32_768f;
            case S24 -> ((in.get() & 0xFF) | (in.get() & 0xFF) << 8 | in.get() << 16) / 8_388_608f;
            case S32 -> in.getInt() / 2_147_483_648f;
            case F32 -> finite(in.getFloat());
            case MULAW -> G711.mulaw(in.get());
            case ALAW -> G711.alaw(in.get());
        };
    }

    private static float finite(float sample) throws AudioException {
        if (!Float.isFinite(sample)) {
            throw AudioException.ofData(
                    "the audio holds a sample that is %s; samples are finite numbers from -1 to 1".formatted(sample));
        }
        return Math.clamp(sample, -1f, 1f);
    }
}
