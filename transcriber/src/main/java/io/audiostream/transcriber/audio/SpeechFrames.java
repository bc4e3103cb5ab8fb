package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.SpeechDetector.FRAME_SAMPLES;

import java.util.BitSet;

/** Remembers which frames of a stream hold speech. Positions count samples. Not thread-safe. */
public final class SpeechFrames {

    private BitSet speech = new BitSet();
    private long firstFrame;

    /** Adds the next frame. */
    public void add(long frameStart, boolean isSpeech) {
        if (isSpeech) {
            speech.set((int) (frameStart / FRAME_SAMPLES - firstFrame));
        }
    }

    /** Returns the number of samples of speech between two positions, in whole frames. */
    public long speechBetween(long from, long to) {
        int first = (int) Math.max(0, Math.ceilDiv(from, FRAME_SAMPLES) - firstFrame);
        int end = (int) Math.max(first, to / FRAME_SAMPLES - firstFrame);
        return (long) speech.get(first, end).cardinality() * FRAME_SAMPLES;
    }

    /** Forgets the frames before a position. */
    public void discardBefore(long position) {
        int dropped = (int) Math.max(0, position / FRAME_SAMPLES - firstFrame);
        if (dropped > 0) {
            speech = speech.get(dropped, Math.max(dropped, speech.length()));
            firstFrame += dropped;
        }
    }
}
