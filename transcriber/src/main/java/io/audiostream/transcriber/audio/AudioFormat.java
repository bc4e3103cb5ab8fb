package io.audiostream.transcriber.audio;

/**
 * How the bytes of a stream are to be read. Rate and channels are those of raw PCM; a WAV header tells its own. What a
 * client says goes through {@link #of}; the constructor takes what is known to be right.
 *
 * @param sampleRateHertz {@value #MIN_RATE_HERTZ} to {@value #MAX_RATE_HERTZ}
 * @param channels 1 or 2, interleaved
 */
public record AudioFormat(Encoding encoding, int sampleRateHertz, int channels) {

    static final int MIN_RATE_HERTZ = 8_000;
    static final int MAX_RATE_HERTZ = 48_000;
    static final int MAX_CHANNELS = 2;

    /** What holds when nothing is said: 16 kHz mono 16-bit PCM, or whatever container the bytes name. */
    public static final AudioFormat UNSPECIFIED = new AudioFormat(Encoding.AUTO, 16_000, 1);

    /** How samples are written. */
    public enum Encoding {
        /** WAV when the first bytes say so, else 16-bit PCM. */
        AUTO,
        /** Signed 16-bit little-endian integers. */
        PCM_S16LE,
        /** 32-bit little-endian floats, nominally -1 to 1. */
        PCM_F32LE,
        /** A RIFF/WAVE file. */
        WAV
    }

    public AudioFormat {
        if (sampleRateHertz < MIN_RATE_HERTZ || sampleRateHertz > MAX_RATE_HERTZ) {
            throw new IllegalArgumentException("sample rate of " + sampleRateHertz + " Hz");
        }
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new IllegalArgumentException(channels + " channels");
        }
    }

    /** @throws AudioException naming {@code metadata.sample_rate_hertz} or {@code metadata.channels} */
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
            throw new AudioException(field, "%d channels are out of range: 1 or %d".formatted(channels, MAX_CHANNELS));
        }
        return channels;
    }
}
