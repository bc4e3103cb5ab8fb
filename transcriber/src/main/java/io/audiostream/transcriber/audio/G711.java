package io.audiostream.transcriber.audio;

/** Expands the companded samples of telephony (ITU-T G.711). */
final class G711 {

    /** Added to the amplitude before the segments of mu-law are formed, on the scale of 14 bits. */
    private static final int MULAW_BIAS = 33;

    /** A-law inverts every second bit, so that silence is no row of zeros. */
    private static final int ALAW_INVERTED_BITS = 0x55;

    private static final float MULAW_SCALE = 8_192;
    private static final float ALAW_SCALE = 4_096;

    private static final float[] MULAW = new float[256];
    private static final float[] ALAW = new float[256];

    static {
        for (int code = 0; code < 256; code++) {
            MULAW[code] = expandMulaw(code);
            ALAW[code] = expandAlaw(code);
        }
    }

    private G711() {}

    /** Returns a mu-law sample, -1 to 1. */
    static float mulaw(byte code) {
        return MULAW[code & 0xFF];
    }

    /** Returns an A-law sample, -1 to 1. */
    static float alaw(byte code) {
        return ALAW[code & 0xFF];
    }

    private static float expandMulaw(int code) {
        int bits = ~code & 0xFF;
        int amplitude = ((2 * (bits & 0xF) + MULAW_BIAS) << (bits >> 4 & 7)) - MULAW_BIAS;
        return (bits & 0x80) == 0 ? amplitude / MULAW_SCALE : -amplitude / MULAW_SCALE;
    }

    private static float expandAlaw(int code) {
        int bits = code ^ ALAW_INVERTED_BITS;
        int segment = bits >> 4 & 7;
        int step = 2 * (bits & 0xF) + 1;
        int amplitude = segment == 0 ? step : (step + 32) << (segment - 1);
        return (bits & 0x80) == 0 ? -amplitude / ALAW_SCALE : amplitude / ALAW_SCALE;
    }
}
