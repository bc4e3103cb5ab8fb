package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.LoopGuard;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.SpokenWord;
import io.audiostream.transcriber.engine.Transcript;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A segment from the first sample of its speech to its final. Written on the session's executor only. */
final class Segment {

    /** A language detected from less audio than this is detected again in the next decode. */
    private static final int SURE_OF_LANGUAGE_SAMPLES = 3 * SpeechEngine.SAMPLE_RATE_HERTZ;

    private static final int UNNUMBERED = -1;

    private final long start;
    private final long heardAt;
    private final LocalAgreement agreement = new LocalAgreement();
    private int index = UNNUMBERED;
    private long shownAt;
    private String shownText = "";
    private int shownSettled;
    private boolean spaced = true;
    private boolean joined;
    private double languageProbability;

    // Read by decode workers when they ask for the newest window.
    private volatile @Nullable String language;
    private volatile List<Integer> draft = List.of();
    private volatile String settledText = "";
    private volatile boolean closed;
    private long closedAt;

    /**
     * @param start position of the segment's first sample in the stream
     * @param heardAt {@link System#nanoTime} at which that sample was received
     */
    Segment(long start, long heardAt) {
        this.start = start;
        this.heardAt = heardAt;
    }

    /** When its first sample was received, by {@link System#nanoTime}. */
    long heardAt() {
        return heardAt;
    }

    /** When it was closed, by {@link System#nanoTime}. */
    long closedAt() {
        return closedAt;
    }

    long start() {
        return start;
    }

    /** The language that was detected, once there was enough audio to be sure; else null. */
    @Nullable
    String language() {
        return language;
    }

    /** Tokens of the last decode, most of which the next one will find again. */
    List<Integer> draft() {
        return draft;
    }

    /** What is settled; empty in a language without spaces, whose words may be cut in another way the next time. */
    String settled() {
        return settledText;
    }

    boolean closed() {
        return closed;
    }

    void close() {
        closedAt = System.nanoTime();
        closed = true;
    }

    /** Whether the client has been shown anything of this segment, or nothing that a final would have to replace. */
    boolean shown() {
        return index != UNNUMBERED;
    }

    /** Its number in the session, once it was shown. */
    int index() {
        return index;
    }

    /** When something of it was shown first, by {@link System#nanoTime}. */
    long shownAt() {
        return shownAt;
    }

    /** Gives the segment its number the first time something of it is shown. */
    void number(int next) {
        index = next;
        shownAt = System.nanoTime();
    }

    /**
     * Takes an interim decode of the samples up to {@code end}.
     *
     * @return the text to show, or null when there is nothing new to it
     */
    @Nullable
    Text interim(Transcript transcript, long end) {
        learnLanguage(transcript, end);
        draft = transcript.tokenIds();
        Text text = text(transcript, agreement.update(transcript.words(), end));
        if (text.text().equals(shownText) && text.settledLength() == shownSettled) {
            return null;
        }
        shownText = text.text();
        shownSettled = text.settledLength();
        if (spaced) {
            settledText = shownText.substring(0, shownText.offsetByCodePoints(0, shownSettled));
        }
        return text;
    }

    Text finish(Transcript transcript, long end) {
        learnLanguage(transcript, end);
        // The engine has tried again; what still loops is said once.
        List<SpokenWord> words =
                LoopGuard.looping(transcript.text()) ? LoopGuard.unlooped(transcript.words()) : transcript.words();
        return text(transcript, agreement.finish(words));
    }

    private void learnLanguage(Transcript transcript, long end) {
        if (language == null && transcript.languageProbability() > 0) {
            languageProbability = transcript.languageProbability();
            if (end - start >= SURE_OF_LANGUAGE_SAMPLES) {
                language = transcript.language();
            }
        }
    }

    private Text text(Transcript transcript, List<SpokenWord> words) {
        if (!joined) {
            // What is settled stays joined as it is, also when a later decode hears another language.
            spaced = transcript.spaced();
            joined = agreement.settled() > 0;
        }
        String text = TextJoiner.words(words, spaced);
        String settled = TextJoiner.words(words.subList(0, agreement.settled()), spaced);
        return new Text(text, TextJoiner.codePoints(settled), words, transcript);
    }

    /** What is to be shown of a decode. */
    record Text(String text, int settledLength, List<SpokenWord> words, Transcript transcript) {}

    SegmentResult result(
            Text text, long end, boolean withWords, @Nullable EndReason reason, SegmentResult.Progress progress) {
        Transcript transcript = text.transcript();
        return new SegmentResult(
                index,
                text.text(),
                text.settledLength(),
                withWords
                        ? WordTimes.inOrder(
                                text.words(), time(start).toMillis(), time(end).toMillis())
                        : List.of(),
                text.text().isEmpty() ? 0 : confidence(text),
                transcript.tokens(),
                time(start),
                time(end),
                transcript.language(),
                spaced,
                languageProbability,
                reason,
                progress);
    }

    /** The model's; of settled words that the last decode has not found again, theirs. */
    private static double confidence(Text text) {
        return text.transcript().confidence() > 0
                ? text.transcript().confidence()
                : Math.exp(text.words().stream()
                        .mapToDouble(word -> Math.log(Math.max(Float.MIN_NORMAL, word.confidence())))
                        .average()
                        .orElse(Double.NEGATIVE_INFINITY));
    }

    /** Time of a position in the stream. */
    static Duration time(long samples) {
        return Duration.ofNanos(samples * (1_000_000_000L / SpeechEngine.SAMPLE_RATE_HERTZ));
    }
}
