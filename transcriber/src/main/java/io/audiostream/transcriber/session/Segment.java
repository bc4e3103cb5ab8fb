package io.audiostream.transcriber.session;

import io.audiostream.transcriber.engine.SpeechEngine;
import java.time.Duration;

/** The place of a segment in its session, and the times at which it changed. Used on the session's executor only. */
final class Segment {

    private static final int UNNUMBERED = -1;

    private final long start;
    private final long receivedAt;
    private int index = UNNUMBERED;
    private long firstSentAt;
    private long closedAt;
    private String sentText = "";
    private int sentSettledLength;
    private int sentSettledTokens;

    /**
     * @param start position of the segment's first sample in the stream
     * @param receivedAt {@link System#nanoTime} at which that sample was received
     */
    Segment(long start, long receivedAt) {
        this.start = start;
        this.receivedAt = receivedAt;
    }

    long start() {
        return start;
    }

    /** Returns the {@link System#nanoTime} at which the first sample was received. */
    long receivedAt() {
        return receivedAt;
    }

    /** Returns the {@link System#nanoTime} at which the segment was closed. */
    long closedAt() {
        return closedAt;
    }

    void close() {
        closedAt = System.nanoTime();
    }

    /** Returns the number of samples of a time. */
    static long samples(Duration time) {
        return time.toNanos() / (1_000_000_000L / SpeechEngine.SAMPLE_RATE_HERTZ);
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

    /** Returns the number of tokens that the last interim named as settled. */
    int sentSettledTokens() {
        return sentSettledTokens;
    }

    /** Remembers the text of an interim. Returns whether it differs from that of the last interim. */
    boolean changes(SegmentText interim) {
        String text = interim.text();
        int settledLength = interim.settledLength();
        boolean changed = !text.equals(sentText) || settledLength != sentSettledLength;
        sentText = text;
        sentSettledLength = settledLength;
        sentSettledTokens = interim.settled();
        return changed;
    }

    /** Converts a position in the stream to a time. A position in the silence before the stream becomes 0. */
    static Duration time(long samples) {
        return Duration.ofNanos(Math.max(0, samples) * (1_000_000_000L / SpeechEngine.SAMPLE_RATE_HERTZ));
    }
}
