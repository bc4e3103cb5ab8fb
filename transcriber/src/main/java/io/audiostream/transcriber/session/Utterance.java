package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.Endpointer;
import io.audiostream.transcriber.audio.SpeechFrames;
import io.audiostream.transcriber.engine.SpeechEngine;
import io.audiostream.transcriber.engine.Token;
import io.audiostream.transcriber.engine.Transcript;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Speech between two pauses, from its first sample to its last final. It has one segment after another. Changed on the
 * session's executor; decode workers read {@link #snapshot} and {@link #language}.
 */
final class Utterance {

    static final long SAMPLES_PER_MILLI = SpeechEngine.SAMPLE_RATE_HERTZ / 1_000;

    private static final long NANOS_PER_SAMPLE = 1_000_000_000L / SpeechEngine.SAMPLE_RATE_HERTZ;

    /** Share of the maximum length from which a segment ends with the next sentence. */
    private static final double NEARLY = 0.75;

    /**
     * A final that waits for the finals before it.
     *
     * @param endOfUtterance whether the speech ends with it: no other final follows before a pause
     */
    record ReadyFinal(Segment segment, SegmentText text, long end, EndReason reason, boolean endOfUtterance) {}

    private final UtteranceOptions options;
    private final UtteranceText text;
    private final SpokenLanguage language;
    private final LanguageChanges languageChanges;
    private final Queue<ReadyFinal> ready = new ArrayDeque<>();
    private Segment segment;
    private @Nullable UtteranceEnd end;
    private boolean decoding;
    private boolean complete;
    private volatile UtteranceText.Snapshot snapshot;
    private volatile boolean closed;

    /**
     * @param start position of its first sample in the stream
     * @param receivedAt {@link System#nanoTime} at which that sample was received
     * @param speech which audio is speech
     */
    Utterance(long start, long receivedAt, UtteranceOptions options, SpeechFrames speech) {
        this.options = options;
        String givenLanguage = options.language().fixed();
        text = new UtteranceText(Math.ceilDiv(start, SAMPLES_PER_MILLI));
        language = new SpokenLanguage(givenLanguage);
        languageChanges =
                new LanguageChanges(givenLanguage == null, speech, text.window().startMillis());
        segment = new Segment(start, receivedAt);
        snapshot = text.snapshot();
    }

    /** Returns how it is transcribed. */
    UtteranceOptions options() {
        return options;
    }

    UtteranceText text() {
        return text;
    }

    SpokenLanguage language() {
        return language;
    }

    LanguageChanges languageChanges() {
        return languageChanges;
    }

    Segment segment() {
        return segment;
    }

    /** Returns what the next decode builds on. */
    UtteranceText.Snapshot snapshot() {
        return snapshot;
    }

    /** Makes the changes of the text visible to the next decode. */
    void publish() {
        snapshot = text.snapshot();
    }

    /** Returns the position of the first sample of the window. */
    long windowStart() {
        return text.window().startMillis() * SAMPLES_PER_MILLI;
    }

    /** Returns the position of the first sample that a decode which begins now reads. */
    long publishedStart() {
        return snapshot.windowStartMillis() * SAMPLES_PER_MILLI;
    }

    boolean closed() {
        return closed;
    }

    /** Returns the position after its last sample. Valid once it is closed. */
    long end() {
        return requiredEnd().position();
    }

    private UtteranceEnd requiredEnd() {
        return Objects.requireNonNull(end, "the utterance is open");
    }

    void close(UtteranceEnd how) {
        end = how;
        segment.close();
        closed = true;
    }

    /**
     * Ends in a pause after which the speaker goes on in another language.
     *
     * @return the utterance after the pause, with the rest of the audio
     */
    Utterance splitIn(SpeechFrames.Pause pause, SpeechFrames speech) {
        long nextStart = Math.max(pause.end() - Endpointer.LEAD_IN_SAMPLES, pause.middle());
        var next = new Utterance(nextStart, receivedAt(nextStart), options, speech);
        if (end != null) {
            next.close(end);
        }
        close(new UtteranceEnd(
                Math.min(pause.start() + Endpointer.LEAD_IN_SAMPLES, pause.middle()),
                EndReason.SILENCE,
                ResumePoints.NONE,
                false));
        return next;
    }

    /** Estimates the {@link System#nanoTime} at which a sample was received, as if the client sent in real time. */
    private long receivedAt(long position) {
        return segment.receivedAt() + (position - segment.start()) * NANOS_PER_SAMPLE;
    }

    /** Returns whether a decode of its whole window is pending. Interims do not change the text meanwhile. */
    boolean decoding() {
        return decoding;
    }

    void decoding(boolean pending) {
        decoding = pending;
    }

    /** Returns whether all its finals are ready. */
    boolean complete() {
        return complete;
    }

    /**
     * Settles the words of a completed window.
     *
     * @param force without a word to settle, leaves the window behind
     * @return whether there was a word to settle
     */
    boolean settleWindow(long windowEnd, boolean force) {
        long endMillis = windowEnd / SAMPLES_PER_MILLI;
        boolean settled = text.settleWindow(endMillis, languageChanges.undecidedMillis(endMillis), force);
        languageChanges.decidedBefore(text.window().startMillis(), endMillis);
        return settled;
    }

    Queue<ReadyFinal> ready() {
        return ready;
    }

    /**
     * Applies the transcript of a decode.
     *
     * @return false if the text changed since the decode began, so that it does not apply
     */
    boolean update(UtteranceText.Snapshot used, Transcript transcript, long windowEnd) {
        language.detected(transcript, windowEnd / SAMPLES_PER_MILLI - used.windowStartMillis());
        return text.update(
                used, absolute(transcript.tokens(), used.windowStartMillis(), windowEnd / SAMPLES_PER_MILLI));
    }

    /** Applies the transcript of a decode that did not continue the settled tokens. */
    void replaceHypothesis(UtteranceText.Snapshot used, Transcript transcript, long windowEnd) {
        text.replaceHypothesis(absolute(transcript.tokens(), used.windowStartMillis(), windowEnd / SAMPLES_PER_MILLI));
    }

    /**
     * Replaces the hypothesis from a time on by the transcript of a decode that began there.
     *
     * @param endMillis end of the decoded audio
     */
    void replaceFrom(long startMillis, Transcript transcript, long endMillis) {
        text.replaceFrom(startMillis, absolute(transcript.tokens(), startMillis, endMillis), endMillis);
    }

    /** Returns the tokens of a window with times from the start of the stream, in order and within the window. */
    static List<Token> absolute(List<Token> tokens, long windowStartMillis, long windowEndMillis) {
        List<Token> absolute = new ArrayList<>(tokens.size());
        long previousEnd = windowStartMillis;
        for (Token token : tokens) {
            long start = Math.clamp(windowStartMillis + token.startMillis(), previousEnd, windowEndMillis);
            long end = Math.clamp(windowStartMillis + token.endMillis(), start, windowEndMillis);
            absolute.add(new Token(token.id(), token.logProbability(), start, end, token.utf8()));
            previousEnd = end;
        }
        return absolute;
    }

    /**
     * Ends segments between words while the open one is longer than the limit.
     *
     * @param to position up to which the audio was decoded
     * @return the number of segments that ended
     */
    int cutSegments(long to) {
        long maxSegmentMillis = options.maxSegmentMillis();
        int cuts = 0;
        while (true) {
            List<Token> tokens = cut(to, maxSegmentMillis);
            if (tokens.isEmpty()) {
                break;
            }
            segment.close();
            long at = Math.clamp(tokens.getLast().endMillis() * SAMPLES_PER_MILLI, segment.start(), to);
            ready.add(new ReadyFinal(segment, SegmentText.ofFinal(tokens), at, EndReason.MAX_SEGMENT, false));
            segment = new Segment(at, receivedAt(at));
            cuts++;
        }
        return cuts;
    }

    /** Cuts a segment that is too long, or one that nearly is if a sentence ends there. */
    private List<Token> cut(long to, long maxSegmentMillis) {
        long length = (to - segment.start()) / SAMPLES_PER_MILLI;
        long start = segment.start() / SAMPLES_PER_MILLI;
        if (length > maxSegmentMillis) {
            return text.cut(SegmentEnd.anywhere(start, maxSegmentMillis, segment.sentSettledTokens()));
        }
        return !closed && length > maxSegmentMillis * NEARLY
                ? text.cut(SegmentEnd.atSentence(start, maxSegmentMillis, segment.sentSettledTokens()))
                : List.of();
    }

    /**
     * Settles all of its text. Its last segment ends with it.
     *
     * @return the number of segments that ended before
     */
    int finish() {
        UtteranceEnd how = requiredEnd();
        language.fix();
        text.settleAll();
        int cuts = cutSegments(how.position());
        segment.close();
        List<Token> tokens = text.segment();
        ResumePoints.Cut cut = how.resumePoints()
                .cut(tokens, segment.start(), segment.sentSettledTokens())
                .orElseGet(() -> new ResumePoints.Cut(tokens.size(), how.position()));
        ready.add(new ReadyFinal(
                segment,
                SegmentText.ofFinal(tokens.subList(0, cut.tokens())),
                // The segment before may have been cut at a word that the model found in the closing pause.
                Math.max(segment.start(), cut.position()),
                how.reason(),
                how.withSpeech()));
        complete = true;
        return cuts;
    }
}
