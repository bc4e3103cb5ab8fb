package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.SpeechDetector.FRAME_SAMPLES;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

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

    /**
     * Returns the pauses between speech, in order.
     *
     * @param from position at or after which a pause begins
     * @param to position before which the speech after a pause begins
     * @param minSamples minimum length of a pause
     */
    public List<Pause> pauses(long from, long to, long minSamples) {
        List<Pause> pauses = new ArrayList<>();
        int at = speech.nextSetBit((int) Math.max(0, from / FRAME_SAMPLES - firstFrame));
        while (at >= 0) {
            int silence = speech.nextClearBit(at);
            at = speech.nextSetBit(silence);
            if (at >= 0 && position(at) >= to) {
                break;
            }
            if (at >= 0 && position(at) - position(silence) >= minSamples) {
                pauses.add(new Pause(position(silence), position(at)));
            }
        }
        return pauses;
    }

    /**
     * A pause between speech.
     *
     * @param start its first sample
     * @param end the first sample of the speech after it
     */
    public record Pause(long start, long end) {

        /** Returns the position in its middle. */
        public long middle() {
            return (start + end) / 2;
        }
    }

    private long position(int frame) {
        return (firstFrame + frame) * FRAME_SAMPLES;
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
