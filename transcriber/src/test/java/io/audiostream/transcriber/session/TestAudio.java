package io.audiostream.transcriber.session;

import com.google.protobuf.ByteString;
import io.audiostream.transcriber.audio.SpeechDetector;
import io.audiostream.transcriber.engine.SpeechEngine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Synthetic audio, and a detector that classifies every sound as speech. */
public final class TestAudio {

    private static final int RATE = SpeechEngine.SAMPLE_RATE_HERTZ;

    private TestAudio() {}

    /** Returns 16 kHz mono 16-bit PCM: a tone with a mean loudness of about {@code percent} percent. */
    public static ByteString sound(double seconds, int percent) {
        return pcm(seconds, percent / 100.0);
    }

    /** Returns a tone and a pause of 0.2 s, after which the last word is complete. */
    public static ByteString soundAndPause(double seconds, int percent) {
        return sound(seconds, percent).concat(silence(0.2));
    }

    public static ByteString silence(double seconds) {
        return pcm(seconds, 0);
    }

    /** Interleaves 16-bit mono audio of the same length as the channels of one stream. */
    public static ByteString channels(ByteString... mono) {
        int samples = mono[0].size() / 2;
        ByteBuffer bytes = ByteBuffer.allocate(samples * 2 * mono.length);
        for (int i = 0; i < samples; i++) {
            for (ByteString channel : mono) {
                bytes.put(channel.byteAt(2 * i)).put(channel.byteAt(2 * i + 1));
            }
        }
        return ByteString.copyFrom(bytes.flip());
    }

    /** Returns a WAV file of 16 kHz 16-bit PCM. */
    public static ByteString wav(int channels, ByteString pcm) {
        ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF"))
                .putInt(36 + pcm.size())
                .put(ascii("WAVEfmt "))
                .putInt(16)
                .putShort((short) 1);
        header.putShort((short) channels).putInt(RATE).putInt(2 * RATE * channels);
        header.putShort((short) (2 * channels))
                .putShort((short) 16)
                .put(ascii("data"))
                .putInt(pcm.size());
        return ByteString.copyFrom(header.flip()).concat(pcm);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static ByteString pcm(double seconds, double level) {
        int samples = (int) Math.round(seconds * RATE);
        ByteBuffer bytes = ByteBuffer.allocate(samples * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            // The mean loudness of a square wave is its level.
            bytes.putShort((short) ((i / 20 % 2 == 0 ? 1 : -1) * level * Short.MAX_VALUE));
        }
        return ByteString.copyFrom(bytes.flip());
    }

    /** Returns a detector that classifies every sound as speech, so that tests control it. */
    public static SpeechDetector everySound() {
        return new SpeechDetector() {
            @Override
            public float probability(float[] frame) {
                double sum = 0;
                for (float sample : frame) {
                    sum += Math.abs(sample);
                }
                return sum / frame.length > 0.005 ? 1 : 0;
            }

            @Override
            public void reset() {}
        };
    }
}
