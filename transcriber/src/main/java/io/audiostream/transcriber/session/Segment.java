package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.RepetitionFilter;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.SpokenWord;
import io.audiostream.transcriber.engine.Transcript;
import io.audiostream.transcriber.session.SegmentResult.Hypothesis;
import io.audiostream.transcriber.session.SegmentResult.Language;
import io.audiostream.transcriber.session.SegmentResult.TimeRange;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds the state of a segment from its first sample to its final. Written on the session's executor only. */
final class Segment {

    /** A language that was detected from less audio is detected again in the next decode. */
    private static final int MIN_LANGUAGE_DETECTION_SAMPLES = 3 * SpeechEngine.SAMPLE_RATE_HERTZ;

    private static final int UNNUMBERED = -1;

    private final long start;
    private final long receivedAt;
    private final LocalAgreement agreement = new LocalAgreement();
    private int index = UNNUMBERED;
    private long firstSentAt;
    private String sentText = "";
    private int sentSettledLength;
    private boolean spaced = true;
    private boolean spacingFixed;
    private double languageProbability;

    // Decode workers read these when they build the newest window.
    private volatile @Nullable String language;
    private volatile List<Integer> draft = List.of();
    private volatile String settledText = "";
    private volatile boolean closed;
    private long closedAt;

    /**
     * @param start position of the segment's first sample in the stream
     * @param receivedAt {@link System#nanoTime} at which that sample was received
     */
    Segment(long start, long receivedAt) {
        this.start = start;
        this.receivedAt = receivedAt;
    }

    /** Returns the {@link System#nanoTime} at which the first sample was received. */
    long receivedAt() {
        return receivedAt;
    }

    /** Returns the {@link System#nanoTime} at which the segment was closed. */
    long closedAt() {
        return closedAt;
    }

    long start() {
        return start;
    }

    /** Returns the detected language, or null before there was enough audio to detect it reliably. */
    @Nullable
    String language() {
        return language;
    }

    /** Returns the tokens of the last decode, most of which the next decode finds again. */
    List<Integer> draft() {
        return draft;
    }

    /**
     * Returns the settled text. Empty for a language without spaces, in which the next decode may split words
     * differently.
     */
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

    /** Returns whether a result of this segment was sent to the client, so that a final has to follow. */
    boolean sent() {
        return index != UNNUMBERED;
    }

    /** Returns the number in the session. Valid once a result was sent. */
    int index() {
        return index;
    }

    /** Returns the {@link System#nanoTime} at which the first result was sent. */
    long firstSentAt() {
        return firstSentAt;
    }

    /** Assigns the segment its number, when its first result is sent. */
    void number(int next) {
        index = next;
        firstSentAt = System.nanoTime();
    }

    /**
     * Processes an interim decode of the samples up to {@code end}.
     *
     * @return the text to send, or null if it has not changed
     */
    @Nullable
    Text interim(Transcript transcript, long end) {
        updateLanguage(transcript, end);
        draft = transcript.tokenIds();
        Text text = text(transcript, agreement.update(transcript.words(), end));
        if (text.text().equals(sentText) && text.settledLength() == sentSettledLength) {
            return null;
        }
        sentText = text.text();
        sentSettledLength = text.settledLength();
        if (spaced) {
            settledText = sentText.substring(0, sentText.offsetByCodePoints(0, sentSettledLength));
        }
        return text;
    }

    /** Processes the final decode of all samples up to {@code end}. */
    Text finish(Transcript transcript, long end) {
        updateLanguage(transcript, end);
        // The engine has retried already; repetitions that are left are collapsed.
        List<SpokenWord> words = RepetitionFilter.isRepetitive(transcript.text())
                ? RepetitionFilter.collapseRepeats(transcript.words())
                : transcript.words();
        return text(transcript, agreement.finish(words));
    }

    private void updateLanguage(Transcript transcript, long end) {
        if (language == null && transcript.languageProbability() > 0) {
            languageProbability = transcript.languageProbability();
            if (end - start >= MIN_LANGUAGE_DETECTION_SAMPLES) {
                language = transcript.language();
            }
        }
    }

    private Text text(Transcript transcript, List<SpokenWord> words) {
        if (!spacingFixed) {
            // Settled text keeps its spacing, even if a later decode detects another language.
            spaced = transcript.spaced();
            spacingFixed = agreement.settled() > 0;
        }
        String text = TextJoiner.words(words, spaced);
        String settled = TextJoiner.words(words.subList(0, agreement.settled()), spaced);
        return new Text(text, TextJoiner.codePoints(settled), words, transcript);
    }

    /** The text to send for a decode. Word times are in ms from the segment's start. */
    record Text(String text, int settledLength, List<SpokenWord> words, Transcript transcript) {}

    SegmentResult result(
            Text text, long end, boolean withWords, @Nullable EndReason reason, SegmentResult.Progress progress) {
        Transcript transcript = text.transcript();
        var time = new TimeRange(time(start), time(end));
        var hypothesis = new Hypothesis(
                text.text(),
                text.settledLength(),
                withWords
                        ? WordTimes.inOrder(
                                text.words(),
                                Math.floorDiv(start * 1_000, SpeechEngine.SAMPLE_RATE_HERTZ),
                                time.end().toMillis())
                        : List.of(),
                text.text().isEmpty() ? 0 : confidence(text),
                transcript.tokens());
        return new SegmentResult(
                index,
                hypothesis,
                time,
                new Language(transcript.language(), spaced, languageProbability),
                reason,
                progress);
    }

    /** Returns the transcript's confidence, or that of the settled words if the last decode found no text. */
    private static double confidence(Text text) {
        return text.transcript().confidence() > 0
                ? text.transcript().confidence()
                : Math.exp(text.words().stream()
                        .mapToDouble(word -> Math.log(Math.max(Float.MIN_NORMAL, word.confidence())))
                        .average()
                        .orElse(Double.NEGATIVE_INFINITY));
    }

    /** Converts a position in the stream to a time. A position in the silence before the stream becomes 0. */
    static Duration time(long samples) {
        return Duration.ofNanos(Math.max(0, samples) * (1_000_000_000L / SpeechEngine.SAMPLE_RATE_HERTZ));
    }
}
