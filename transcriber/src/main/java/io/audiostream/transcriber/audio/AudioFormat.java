package io.audiostream.transcriber.audio;

/**
 * Format of a stream's bytes. Rate and channels apply to raw PCM; a WAV header has its own. {@link #of} checks the
 * values of a client.
 *
 * @param sampleRateHertz {@value #MIN_RATE_HERTZ} to {@value #MAX_RATE_HERTZ}
 * @param channels 1 to {@value #MAX_CHANNELS}, interleaved
 * @param channelMode what the decoder makes of the channels
 */
public record AudioFormat(Encoding encoding, int sampleRateHertz, int channels, ChannelMode channelMode) {

    static final int MIN_RATE_HERTZ = 8_000;
    static final int MAX_RATE_HERTZ = 192_000;
    public static final int MAX_CHANNELS = 8;

    /** The default when the client sends no metadata: 16 kHz mono 16-bit PCM, or a WAV file. */
    public static final AudioFormat UNSPECIFIED = new AudioFormat(Encoding.AUTO, 16_000, 1);

    /** Encoding of the samples. */
    public enum Encoding {
        /** WAV if the first bytes are a RIFF header, else 16-bit PCM. */
        AUTO,
        /** Signed 16-bit little-endian integers. */
        PCM_S16LE,
        /** Signed 24-bit little-endian integers, in 3 bytes each. */
        PCM_S24LE,
        /** Signed 32-bit little-endian integers. */
        PCM_S32LE,
        /** 32-bit little-endian floats, nominally -1 to 1. */
        PCM_F32LE,
        /** G.711 mu-law. */
        MULAW,
        /** G.711 A-law. */
        ALAW,
        /** A RIFF/WAVE file. */
        WAV
    }

    public AudioFormat {
        if (sampleRateHertz < MIN_RATE_HERTZ || sampleRateHertz > MAX_RATE_HERTZ) {
            throw new IllegalArgumentException("sampleRateHertz must be %d to %d, not %d"
                    .formatted(MIN_RATE_HERTZ, MAX_RATE_HERTZ, sampleRateHertz));
        }
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new IllegalArgumentException("channels must be 1 to %d, not %d".formatted(MAX_CHANNELS, channels));
        }
    }

    /** Makes a format whose channels are mixed. */
    public AudioFormat(Encoding encoding, int sampleRateHertz, int channels) {
        this(encoding, sampleRateHertz, channels, ChannelMode.MIXED);
    }

    /** Returns this format with another channel mode. */
    public AudioFormat with(ChannelMode mode) {
        return new AudioFormat(encoding, sampleRateHertz, channels, mode);
    }

    /**
     * Checks the metadata of a client, whose channels are mixed.
     *
     * @throws AudioException when a value is out of range; its field is {@code metadata.sample_rate_hertz} or
     *     {@code metadata.channels}
     */
    public static AudioFormat of(Encoding encoding, int sampleRateHertz, int channels) throws AudioException {
        return new AudioFormat(
                encoding,
                checkRate("metadata.sample_rate_hertz", sampleRateHertz),
                checkChannels("metadata.channels", channels));
    }

    static int checkRate(String field, long rate) throws AudioException {
        if (rate < MIN_RATE_HERTZ || rate > MAX_RATE_HERTZ) {
            throw new AudioException(
                    field,
                    "a sample rate of %d Hz is out of range: %d to %d Hz"
                            .formatted(rate, MIN_RATE_HERTZ, MAX_RATE_HERTZ));
        }
        return (int) rate;
    }

    static int checkChannels(String field, int channels) throws AudioException {
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new AudioException(field, "%d channels are out of range: 1 to %d".formatted(channels, MAX_CHANNELS));
        }
        return channels;
    }
}
