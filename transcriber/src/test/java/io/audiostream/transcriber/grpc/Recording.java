package io.audiostream.transcriber.grpc;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.transcriber.engine.Speech;
import io.audiostream.transcriber.session.TestAudio;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Objects;
import java.util.Random;

/**
 * Speech and its text.
 *
 * @param text of all channels
 * @param language code of the spoken language, or "auto"
 * @param channels each is transcribed by itself if there are several
 * @param pcm 16 kHz 16-bit little-endian PCM
 */
record Recording(String text, String language, int channels, ByteString pcm) {

    static final int BYTES_PER_SECOND = 32_000;

    static final Recording JFK = clip("jfk", "en", """
            And so, my fellow Americans, ask not what your country can do for you, ask what you can do for your country.""");
    static final Recording COUNTING = clip("en_counting", "en", "One two three four five six seven eight nine ten.");
    static final Recording PANGRAM =
            clip("es_pangrama", "es", "El veloz murciélago hindú comía feliz cardillo y kiwi.");

    private static final int HEADER_BYTES = 44;
    private static final int FRAME_BYTES = BYTES_PER_SECOND / 100;

    /** Of the root mean square of a recording; a frame below it is part of a pause. */
    private static final double PAUSE_LEVEL = 0.15;

    /** Frames of 10 ms that remain of a pause. */
    private static final int PAUSE_FRAMES = 6;

    /** Returns a clip of {@code dev/audio}. */
    static Recording clip(String name, String language, String text) {
        return wav(text, language, Speech.file(name));
    }

    /** Returns a file of the test resources in {@code words}. */
    static Recording resource(String name, String language, String text) {
        try (InputStream file = Recording.class.getResourceAsStream("/words/" + name + ".wav")) {
            return wav(text, language, Objects.requireNonNull(file, name).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Recording(String text, String language, ByteString pcm) {
        this(text, language, 1, pcm);
    }

    private static Recording wav(String text, String language, byte[] file) {
        return new Recording(text, language, ByteString.copyFrom(file, HEADER_BYTES, file.length - HEADER_BYTES));
    }

    /** Returns this recording, a pause, and the other recording. The pause is noise with a standard deviation. */
    Recording then(Recording other, double pauseSeconds, double noise) {
        var random = new Random(5);
        byte[] between = new byte[(int) (pauseSeconds * BYTES_PER_SECOND) / 2 * 2];
        for (int i = 0; i < between.length; i += 2) {
            int sample = (int) Math.round(random.nextGaussian() * noise * Short.MAX_VALUE);
            between[i] = (byte) sample;
            between[i + 1] = (byte) (sample >> 8);
        }
        return new Recording(
                text + " " + other.text,
                language,
                pcm.concat(ByteString.copyFrom(between)).concat(other.pcm));
    }

    /** Returns this recording and the other one without a pause between them. */
    Recording then(Recording other) {
        return then(other, 0, 0);
    }

    /** Returns this recording after a pause, and a pause up to a length. */
    Recording within(double seconds, double pauseSeconds) {
        ByteString before = TestAudio.silence(pauseSeconds);
        ByteString after = TestAudio.silence(seconds - pauseSeconds - seconds());
        return new Recording(text, language, before.concat(pcm).concat(after));
    }

    /** Returns this recording and another one of the same length as two channels. */
    Recording beside(Recording other) {
        return new Recording(text + " " + other.text, language, 2, TestAudio.channels(pcm, other.pcm));
    }

    /** Returns the same recording with another language for the request. */
    Recording inLanguage(String code) {
        return new Recording(text, code, pcm);
    }

    /** Shortens each pause to 60 ms, so that speech detection finds none. */
    Recording withoutPauses() {
        double level = PAUSE_LEVEL * loudness(pcm);
        ByteString.Output kept = ByteString.newOutput(pcm.size());
        int quiet = 0;
        for (int from = 0; from + FRAME_BYTES <= pcm.size(); from += FRAME_BYTES) {
            ByteString frame = pcm.substring(from, from + FRAME_BYTES);
            quiet = loudness(frame) < level ? quiet + 1 : 0;
            if (quiet <= PAUSE_FRAMES) {
                kept.write(frame.toByteArray(), 0, FRAME_BYTES);
            }
        }
        return new Recording(text, language, kept.toByteString());
    }

    private static double loudness(ByteString pcm) {
        ShortBuffer samples = ByteBuffer.wrap(pcm.toByteArray())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
        double power = 0;
        for (int i = 0; i < samples.limit(); i++) {
            power += (double) samples.get(i) * samples.get(i);
        }
        return Math.sqrt(power / samples.limit());
    }

    double seconds() {
        return (double) pcm.size() / BYTES_PER_SECOND / channels;
    }

    /** Returns metadata that requests the language, word times and separate channels. */
    AudioMetadata metadata() {
        return AudioMetadata.newBuilder()
                .setLanguage(language)
                .setWordTimestamps(true)
                .setChannels(channels)
                .setSeparateChannels(channels > 1)
                .build();
    }
}
