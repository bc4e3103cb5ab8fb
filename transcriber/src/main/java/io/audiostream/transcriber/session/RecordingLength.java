package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioDecoder;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.engine.SpeechEngine;
import java.nio.ByteBuffer;

/**
 * An estimate of how much audio a recording holds.
 *
 * @param seconds its length; 0 if it is unknown
 * @param channels the channels that are transcribed separately, else 1; 0 if their number is unknown
 */
record RecordingLength(double seconds, int channels) {

    private static final int PART_BYTES = 64 << 10;
    private static final RecordingLength UNKNOWN = new RecordingLength(0, 0);

    /**
     * Estimates the length from the first bytes. Returns 0 if it is unknown: the bytes are not audio, or begin with a
     * long header.
     *
     * @param bytes remains unchanged
     */
    static RecordingLength of(AudioFormat format, ByteBuffer bytes) {
        try {
            AudioDecoder decoder = AudioDecoder.of(format);
            ByteBuffer unread = bytes.slice();
            // The first part holds the header, so the second one tells how many samples a byte is.
            long first = decoder.decode(part(unread)).length;
            ByteBuffer second = part(unread);
            int secondBytes = second.remaining();
            long samples = decoder.decode(second).length;
            double rest = secondBytes == 0 ? 0 : (double) samples / secondBytes * unread.remaining();
            int channels = decoder.channels();
            return new RecordingLength(
                    (first + samples + rest) / Math.max(1, channels) / SpeechEngine.SAMPLE_RATE_HERTZ, channels);
        } catch (AudioException e) {
            return UNKNOWN;
        }
    }

    /** Returns the audio that is transcribed, in seconds: that of each channel. */
    double transcribedSeconds() {
        return seconds * channels;
    }

    @Override
    public String toString() {
        return "%.0f s%s".formatted(seconds, channels > 1 ? " with %d channels".formatted(channels) : "");
    }

    private static ByteBuffer part(ByteBuffer bytes) {
        int length = Math.min(PART_BYTES, bytes.remaining());
        ByteBuffer part = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return part;
    }
}
