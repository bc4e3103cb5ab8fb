package io.audiostream.transcriber.session;

/**
 * Statistics of a segment, taken when its final is sent.
 *
 * @param index number of the segment in its session, from 0
 * @param end why the segment ended
 * @param audioSeconds length of the segment
 * @param words number of words in its final
 * @param secondsSinceReceived time since its first sample was received
 * @param secondsSinceFirstText time since its first response with text; 0 if the final is the first
 * @param secondsSinceClosed time since it ended
 */
public record SegmentSummary(
        int index,
        EndReason end,
        double audioSeconds,
        int words,
        double secondsSinceReceived,
        double secondsSinceFirstText,
        double secondsSinceClosed) {

    public SegmentSummary {
        if (index < 0 || words < 0) {
            throw new IllegalArgumentException(
                    "segment %d has %d words: both must not be negative".formatted(index, words));
        }
    }
}
