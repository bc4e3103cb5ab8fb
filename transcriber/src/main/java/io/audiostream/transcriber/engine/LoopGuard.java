package io.audiostream.transcriber.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;

/**
 * Tells a text that Whisper made up (a phrase over and over, or a guess) from one that it heard. The bounds are those
 * of OpenAI's reference decoder ({@code compression_ratio_threshold} and {@code logprob_threshold} of
 * {@code transcribe}).
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

    /** Words of a phrase that is repeated, at most. */
    private static final int LONGEST_PHRASE = 16;

    /** Nobody says the same so often in a row. */
    private static final int TIMES = 5;

    /**
     * The words with each phrase that comes over and over but once. For a text that {@link #looping loops} to the end.
     */
    public static List<SpokenWord> unlooped(List<SpokenWord> words) {
        List<SpokenWord> kept = new ArrayList<>();
        int i = 0;
        while (i < words.size()) {
            int length = 1;
            int times = 1;
            for (int phrase = 1; phrase <= LONGEST_PHRASE && times < TIMES; phrase++) {
                length = phrase;
                times = times(words, i, phrase);
            }
            boolean loop = times >= TIMES;
            kept.addAll(words.subList(i, i + (loop ? length : 1)));
            i += loop ? length * times : 1;
        }
        return kept;
    }

    /** How often a phrase comes in a row. */
    private static int times(List<SpokenWord> words, int from, int phrase) {
        int end = from + phrase;
        while (end < words.size()
                && words.get(end)
                        .text()
                        .equalsIgnoreCase(words.get(end - phrase).text())) {
            end++;
        }
        return Math.min(end, words.size()) - from < phrase ? 0 : (end - from) / phrase;
    }

    /** Length of the text in UTF-8 over its length compressed by zlib. */
    static double compressionRatio(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (var deflater = new Deflater()) {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] sink = new byte[bytes.length + 64];
            int compressed = deflater.deflate(sink);
            return bytes.length / (double) compressed;
        }
    }
}
