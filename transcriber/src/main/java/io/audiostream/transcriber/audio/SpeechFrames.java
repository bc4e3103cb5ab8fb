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
     * Returns whether speech begins and ends between two positions, with a pause before and after it. The pauses may
     * lie outside. Before the first frame and after the last one is a pause.
     *
     * @param minSamples minimum length of the speech, from its first to its last frame
     * @param pauseSamples minimum length of the pauses; shorter ones belong to the speech
     */
    public boolean hasSeparateSpeech(long from, long to, long minSamples, long pauseSamples) {
        int pauseFrames = (int) Math.ceilDiv(pauseSamples, FRAME_SAMPLES);
        int end = (int) Math.max(0, to / FRAME_SAMPLES - firstFrame);
        int at = speech.nextSetBit((int) Math.max(0, Math.ceilDiv(from, FRAME_SAMPLES) - firstFrame));
        while (at >= 0 && at < end) {
            boolean begins = at - speech.previousSetBit(at - 1) > pauseFrames || speech.previousSetBit(at - 1) < 0;
            int last = at;
            int next = speech.nextSetBit(last + 1);
            while (next >= 0 && next - last <= pauseFrames) {
                last = next;
                next = speech.nextSetBit(last + 1);
            }
            if (begins && last < end && (long) (last + 1 - at) * FRAME_SAMPLES >= minSamples) {
                return true;
            }
            at = next;
        }
        return false;
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
