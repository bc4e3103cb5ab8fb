package io.audiostream.transcriber.session;

/**
 * Statistics of a session, taken when it ends. A value is NaN if what it measures did not occur.
 *
 * @param call identifies the session
 * @param end how it ended
 * @param seconds how long it was open
 * @param audio audio and the time to decode it
 * @param corrections what the session dropped or corrected in the audio
 * @param results responses sent
 * @param delays delays of responses
 */
public record SessionSummary(
        CallContext call,
        SessionEnd end,
        double seconds,
        Audio audio,
        Corrections corrections,
        Results results,
        Delays delays) {

    /**
     * Returns the time to decode, divided by the duration of the audio. Below 1, one decode worker keeps up. NaN
     * without audio.
     */
    public double realTimeFactor() {
        return audio.receivedSeconds() > 0 ? audio.decodeSeconds() / audio.receivedSeconds() : Double.NaN;
    }

    /**
     * Audio of a session, in seconds.
     *
     * @param receivedSeconds audio received
     * @param committedSeconds audio that is in a final or holds no speech
     * @param decodeSeconds time of all decodes, summed over all decode workers
     */
    public record Audio(double receivedSeconds, double committedSeconds, double decodeSeconds) {}

    /**
     * What a session dropped or corrected in the audio.
     *
     * @param droppedBytes bytes that were dropped
     * @param outOfPhaseSeconds stereo audio of which one channel was inverted, because the channels would cancel
     */
    public record Corrections(long droppedBytes, double outOfPhaseSeconds) {

        public static final Corrections NONE = new Corrections(0, 0);
    }

    /**
     * Responses of a session.
     *
     * @param finals finals sent
     * @param interims interims sent
     * @param words words in the finals
     */
    public record Results(int finals, int interims, int words) {

        public Results {
            if (finals < 0 || interims < 0 || words < 0) {
                throw new IllegalArgumentException("%d finals, %d interims, %d words: counts must not be negative"
                        .formatted(finals, interims, words));
            }
        }
    }

    /**
     * Delays of a session's responses, in seconds.
     *
     * @param firstTextSeconds time from the first sample of the first segment with text to its first response with text
     * @param worstFinalSeconds maximum time from the end of a segment to its final
     * @param worstLagSeconds maximum duration of audio that was received and not yet committed
     */
    public record Delays(double firstTextSeconds, double worstFinalSeconds, double worstLagSeconds) {}
}
