package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioDecoder;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.engine.SpeechEngine;
import java.nio.ByteBuffer;

/** Estimates the length of a recording from its first bytes. */
final class RecordingLength {

    private static final int PART_BYTES = 64 << 10;

    private RecordingLength() {}

    /**
     * Returns the length in seconds. Returns 0 if it is unknown: the bytes are not audio, or begin with a long header.
     *
     * @param bytes remains unchanged
     */
    static double seconds(AudioFormat format, ByteBuffer bytes) {
        try {
            AudioDecoder decoder = AudioDecoder.of(format);
            ByteBuffer unread = bytes.slice();
            // The first part holds the header, so the second one tells how many samples a byte is.
            long first = decoder.decode(part(unread)).length;
            ByteBuffer second = part(unread);
            int secondBytes = second.remaining();
            long samples = decoder.decode(second).length;
            double rest = secondBytes == 0 ? 0 : (double) samples / secondBytes * unread.remaining();
            return (first + samples + rest) / SpeechEngine.SAMPLE_RATE_HERTZ;
        } catch (AudioException e) {
            return 0;
        }
    }

    private static ByteBuffer part(ByteBuffer bytes) {
        int length = Math.min(PART_BYTES, bytes.remaining());
        ByteBuffer part = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return part;
    }
}
