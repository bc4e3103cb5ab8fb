package io.audiostream.transcriber.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.zip.Deflater;

/**
 * Detects hallucinations of Whisper (a repetition loop, or text of low confidence), and collapses repetition loops. The
 * thresholds are those of OpenAI's reference decoder: {@code compression_ratio_threshold}, {@code logprob_threshold}
 * and {@code no_speech_threshold} of {@code transcribe}.
 */
public final class RepetitionFilter {

    /** A text that zlib compresses by more than this factor is a repetition loop. */
    static final double MAX_COMPRESSION_RATIO = 2.4;

    /** Minimum confidence of a text: a mean log probability of the tokens of -1.0, here as a probability. */
    static final double MIN_CONFIDENCE = Math.exp(-1.0);

    /** Probability of no speech above which a text of low confidence is taken for silence. */
    static final double MAX_NO_SPEECH = 0.6;

    /** Maximum length, in words, of a phrase that a text repeats. */
    private static final int MAX_PHRASE_WORDS = 16;

    /** Maximum length, in tokens, of a phrase that the end of a text repeats. */
    private static final int MAX_PHRASE_TOKENS = 4;

    /**
     * Number of consecutive times from which a phrase is a repetition loop. Speakers do not repeat a phrase so often.
     */
    private static final int MIN_REPEATS = 5;

    private RepetitionFilter() {}

    /**
     * Returns whether the window has no speech: the text has a low confidence, and the model's probability of speech is
     * low.
     */
    public static boolean isSilence(Transcript transcript, double noSpeechProbability) {
        return noSpeechProbability > MAX_NO_SPEECH && transcript.confidence() < MIN_CONFIDENCE;
    }

    /**
     * Returns whether the text is probably a hallucination: it has a low confidence, or {@linkplain #isRepetitive
     * repeats}.
     */
    public static boolean isHallucination(Transcript transcript) {
        return !transcript.text().isEmpty()
                && (transcript.confidence() < MIN_CONFIDENCE || isRepetitive(transcript.text()));
    }

    /** Returns whether the text repeats itself more than speech does. */
    public static boolean isRepetitive(String text) {
        return compressionRatio(text) > MAX_COMPRESSION_RATIO;
    }

    /**
     * Collapses each repetition loop to its phrase. A loop is a phrase of at most {@value #MAX_PHRASE_WORDS} words that
     * occurs at least {@value #MIN_REPEATS} times in a row, in any case of letters. Meant for a text that
     * {@link #isRepetitive} reports.
     */
    public static List<SpokenWord> collapseRepeats(List<SpokenWord> words) {
        List<SpokenWord> kept = new ArrayList<>();
        int i = 0;
        while (i < words.size()) {
            int length = 1;
            int repeats = 1;
            for (int phrase = 1; phrase <= MAX_PHRASE_WORDS && repeats < MIN_REPEATS; phrase++) {
                length = phrase;
                repeats = repeats(words, i, phrase, (a, b) -> a.text().equalsIgnoreCase(b.text()));
            }
            boolean loop = repeats >= MIN_REPEATS;
            kept.addAll(words.subList(i, i + (loop ? length : 1)));
            i += loop ? length * repeats : 1;
        }
        return kept;
    }

    /**
     * Collapses a repetition loop at the end of a text to its phrase. A loop is a phrase of at most
     * {@value #MAX_PHRASE_TOKENS} tokens whose last {@value #MIN_REPEATS} occurrences end the list.
     *
     * @param tokens a modifiable list, from which all but the first of these occurrences are removed
     * @param same whether two tokens are equal
     * @return whether there was such a loop
     */
    public static <T> boolean collapseTrailingRepeats(List<T> tokens, BiPredicate<T, T> same) {
        for (int phrase = 1; phrase <= MAX_PHRASE_TOKENS; phrase++) {
            int first = tokens.size() - phrase * MIN_REPEATS;
            if (first >= 0 && repeats(tokens, first, phrase, same) == MIN_REPEATS) {
                tokens.subList(first + phrase, tokens.size()).clear();
                return true;
            }
        }
        return false;
    }

    /** Returns how many times in a row the phrase of {@code length} items from {@code from} on occurs. */
    private static <T> int repeats(List<T> items, int from, int length, BiPredicate<T, T> same) {
        int end = from + length;
        while (end < items.size() && same.test(items.get(end), items.get(end - length))) {
            end++;
        }
        return Math.min(end, items.size()) - from < length ? 0 : (end - from) / length;
    }

    /** Length of the text in UTF-8, divided by its length after compression with zlib. */
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
