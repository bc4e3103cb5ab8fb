package io.audiostream.transcriber.session;

import com.google.protobuf.ByteString;
import io.audiostream.transcriber.audio.SpeechDetector;
import io.audiostream.transcriber.engine.SpeechEngine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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
