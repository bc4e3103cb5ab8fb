package io.audiostream.transcriber.engine;

import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/**
 * Tells a text that Whisper made up (a phrase over and over, or a guess) from one that it heard. The bounds are those of
 * OpenAI's reference decoder ({@code compression_ratio_threshold} and {@code logprob_threshold} of {@code transcribe}).
 */
public final class LoopGuard {

    /** A text that zlib makes this many times smaller repeats itself. */
    static final double MAX_COMPRESSION_RATIO = 2.4;

    /** The mean log-probability of the tokens below which a text is a guess: -1.0, here as a probability. */
    static final double MIN_CONFIDENCE = Math.exp(-1.0);

    /** A probability of no speech above which a guess is none ({@code no_speech_threshold}). */
    static final double MAX_NO_SPEECH = 0.6;

    private LoopGuard() {}

    /** Whether the transcript is a guess where the model hears no speech: then there was none. */
    public static boolean silence(Transcript transcript, double noSpeechProbability) {
        return noSpeechProbability > MAX_NO_SPEECH && transcript.confidence() < MIN_CONFIDENCE;
    }

    /** Whether the transcript should not be shown to anybody as it is. */
    public static boolean suspicious(Transcript transcript) {
        return !transcript.text().isEmpty() && (transcript.confidence() < MIN_CONFIDENCE || looping(transcript.text()));
    }

    /** Whether the text repeats itself more than speech does. */
    public static boolean looping(String text) {
        return compressionRatio(text) > MAX_COMPRESSION_RATIO;
    }

    /** Length of the text in UTF-8 over its length compressed by zlib. */
    static double compressionRatio(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] sink = new byte[bytes.length + 64];
            int compressed = deflater.deflate(sink);
            return bytes.length / (double) compressed;
        }
    }
}
