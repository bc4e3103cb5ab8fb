package io.audiostream.transcriber.session;

/**
 * A segment in stats, when its final is sent. Times are in seconds before that.
 *
 * @param index its number in the session, from 0
 * @param end why it ended
 * @param audioSeconds its length
 * @param words words in its final
 * @param sinceHeard since its first sample was received
 * @param sinceFirstText since something of it was sent for the first time; 0 when this is the first
 * @param sinceClosed since it ended
 */
public record SegmentSummary(
        int index,
        EndReason end,
        double audioSeconds,
        int words,
        double sinceHeard,
        double sinceFirstText,
        double sinceClosed) {}
