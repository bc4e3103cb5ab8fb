package io.audiostream.transcriber.session;

/**
 * A session in stats, once it is over. Times are in seconds; NaN stands for what never happened.
 *
 * @param ids what it is known by
 * @param end how it ended
 * @param seconds how long it was open
 * @param audioSeconds audio received
 * @param committedSeconds audio whose text is final, or that holds no speech
 * @param segments finals that were sent
 * @param interims interims that were sent
 * @param words words in its finals
 * @param decodeSeconds time that its decodes took, of all workers
 * @param firstTextSeconds from the start of its first speech to its first response with text
 * @param worstFinalSeconds longest time from the end of a segment to its final
 * @param worstLagSeconds most audio that was received and not yet committed
 */
public record SessionSummary(
        SessionIds ids,
        SessionEnd end,
        double seconds,
        double audioSeconds,
        double committedSeconds,
        int segments,
        int interims,
        int words,
        double decodeSeconds,
        double firstTextSeconds,
        double worstFinalSeconds,
        double worstLagSeconds) {

    /** Time to decode over audio: below 1, one worker keeps up. */
    public double realTimeFactor() {
        return audioSeconds > 0 ? decodeSeconds / audioSeconds : Double.NaN;
    }
}
