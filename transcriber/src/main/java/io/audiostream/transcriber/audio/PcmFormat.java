package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Format of PCM: the content of the {@code fmt} chunk of a WAV file, or what a client declares for raw PCM.
 *
 * @param sampleRateHertz 8000 to 192000
 * @param channels 1 to 8
 */
record PcmFormat(SampleType type, int sampleRateHertz, int channels) {

    private static final int TAG_PCM = 1;
    private static final int TAG_FLOAT = 3;
    private static final int TAG_ALAW = 6;
    private static final int TAG_MULAW = 7;
    private static final int TAG_EXTENSIBLE = 0xFFFE;

    /** Offset of the format tag in an extensible header. */
    private static final int EXTENSIBLE_TAG_AT = 24;

    /**
     * @param fmt the chunk's bytes, at least 16, little-endian
     * @throws AudioException when the format is not supported
     */
    static PcmFormat parse(ByteBuffer fmt) throws AudioException {
        int tag = Short.toUnsignedInt(fmt.getShort(0));
        if (tag == TAG_EXTENSIBLE && fmt.limit() >= EXTENSIBLE_TAG_AT + Short.BYTES) {
            tag = Short.toUnsignedInt(fmt.getShort(EXTENSIBLE_TAG_AT));
        }
        int bits = Short.toUnsignedInt(fmt.getShort(14));
        SampleType type = type(tag, bits);
        if (type == null) {
            throw AudioException.ofData(
                    ("the WAV file holds %s of %d bits; integers of 8, 16, 24 or 32 bits, 32-bit floats, and 8-bit A-law"
                                    + " and mu-law are supported")
                            .formatted(name(tag), bits));
        }
        int channels = AudioFormat.checkChannels("audio_data", Short.toUnsignedInt(fmt.getShort(2)));
        int rate = AudioFormat.checkRate("audio_data", Integer.toUnsignedLong(fmt.getInt(4)));
        int frameBytes = Short.toUnsignedInt(fmt.getShort(12));
        // Some writers leave it 0. Any other wrong value would misalign the samples.
        if (frameBytes != 0 && frameBytes != channels * type.bytes()) {
            throw AudioException.ofData("the WAV file has %d bytes a frame; %d channels of %d bits take %d"
                    .formatted(frameBytes, channels, bits, channels * type.bytes()));
        }
        return new PcmFormat(type, rate, channels);
    }

    /** Returns the size of a frame, which holds one sample of each channel. */
    int frameBytes() {
        return channels * type.bytes();
    }

    private static @Nullable SampleType type(int tag, int bits) {
        return switch (tag) {
            case TAG_PCM -> integers(bits);
            case TAG_FLOAT -> bits == 32 ? SampleType.F32 : null;
            case TAG_ALAW -> bits == 8 ? SampleType.ALAW : null;
            case TAG_MULAW -> bits == 8 ? SampleType.MULAW : null;
            default -> null;
        };
    }

    private static @Nullable SampleType integers(int bits) {
        return switch (bits) {
            case 8 -> SampleType.U8;
            case 16 -> SampleType.S16;
            case 24 -> SampleType.S24;
            case 32 -> SampleType.S32;
            default -> null;
        };
    }

    /** Name of a format tag (RFC 2361), for the tags that are common. */
    private static String name(int tag) {
        return switch (tag) {
            case TAG_PCM -> "PCM";
            case TAG_FLOAT -> "floats";
            case 0x02, 0x11 -> "ADPCM";
            case TAG_ALAW -> "A-law";
            case TAG_MULAW -> "mu-law";
            case 0x31 -> "GSM 6.10";
            case 0x55 -> "MP3";
            default -> "format " + tag;
        };
    }
}
